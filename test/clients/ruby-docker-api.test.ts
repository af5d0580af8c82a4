import { scriptClients } from './script-client.ts';
import { testFlows } from './script-client-flows.ts';

await testFlows(
  'ruby-docker-api (skipped where Debian’s ruby-docker-api is not installed)',
  scriptClients.rubyDockerApi,
);
