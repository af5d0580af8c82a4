import { scriptClients } from './script-client.ts';
import { testFlows } from './script-client-flows.ts';

await testFlows(
  'go-dockerclient (skipped where Go and Debian’s golang-github-fsouza-go-dockerclient-dev are not installed)',
  scriptClients.goDockerclient,
);
