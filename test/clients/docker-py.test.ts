import { scriptClients } from './script-client.ts';
import { testFlows } from './script-client-flows.ts';

await testFlows('docker-py (skipped where Debian’s python3-docker is not installed)', scriptClients.dockerPy);
