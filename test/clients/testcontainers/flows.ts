/** What Testcontainers is asked to do, against a real dockerd (`record.ts`) and against dockless. */
import { text } from 'node:stream/consumers';
import { GenericContainer, Network, Wait } from 'testcontainers';

export type Flow = () => Promise<unknown>;

const webServer = (port: number) => ['sh', '-c', `echo hello > index.html; httpd -f -p ${port}`];
const waiting = (script: string) => [
  'sh',
  '-c',
  `trap "exit 0" TERM; ${script}; while :; do sleep 0.1; done`,
];

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    return (error as Error).message.replace(/[0-9a-f]{64}/g, '<id>');
  }
}

export const flows: Record<string, Flow> = {
  async 'a web server behind a mapped port'() {
    await using container = await new GenericContainer('busybox')
      .withCommand(webServer(8080))
      .withExposedPorts(8080)
      .start();
    const url = `http://${container.getHost()}:${container.getMappedPort(8080)}/`;
    const answer = await fetch(url);
    return [answer.status, await answer.text(), (await fetch(`${url}nosuch`)).status];
  },

  async 'wait for an answer over http'() {
    await using container = await new GenericContainer('busybox')
      .withCommand(['sh', '-c', 'sleep 0.5; echo up > index.html; httpd -f -p 80'])
      .withExposedPorts(80)
      .withWaitStrategy(Wait.forHttp('/index.html', 80))
      .start();
    return await (await fetch(`http://${container.getHost()}:${container.getFirstMappedPort()}/`)).text();
  },

  async 'wait for a line of the log'() {
    await using container = await new GenericContainer('alpine')
      .withCommand(waiting('sleep 0.3; echo almost; echo ready to go'))
      .withWaitStrategy(Wait.forLogMessage(/ready/))
      .start();
    const { stdout, stderr, exitCode } = await container.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    return { stdout, stderr, exitCode, name: container.getName().length > 1 };
  },

  async 'wait for health'() {
    await using container = await new GenericContainer('alpine')
      .withCommand(waiting('sleep 0.5; touch /healthy'))
      .withHealthCheck({ test: ['CMD-SHELL', 'test -f /healthy'], interval: 200, timeout: 1000, retries: 50 })
      .withWaitStrategy(Wait.forHealthCheck())
      .start();
    return (await container.exec('ls /healthy')).output;
  },

  async 'wait for the end of a one-shot container'() {
    await using container = await new GenericContainer('busybox')
      .withCommand(['sh', '-c', 'sleep 0.2; echo done'])
      .withWaitStrategy(Wait.forOneShotStartup())
      .start();
    return await text(await container.logs());
  },

  async 'a container that fails to start'() {
    const start = new GenericContainer('busybox').withCommand(['nosuch']).start();
    return (await failure(start)).split('\n')[0];
  },

  async 'a line that never comes'() {
    const start = new GenericContainer('busybox')
      .withCommand(['sh', '-c', 'echo other; exit 0'])
      .withWaitStrategy(Wait.forLogMessage('never'))
      .withStartupTimeout(3000)
      .start();
    return await failure(start);
  },

  async 'files copied in and out'() {
    await using container = await new GenericContainer('busybox')
      .withCommand(waiting('cat /etc/before'))
      .withCopyContentToContainer([{ content: 'before\n', target: '/etc/before', mode: 0o640 }])
      .withWaitStrategy(Wait.forLogMessage('before'))
      .start();
    await container.copyContentToContainer([{ content: 'after', target: '/tmp/deep/after' }]);
    const listed = await container.exec(['sh', '-c', 'ls -l /etc/before | cut -c1-10; cat /tmp/deep/after']);
    const archive = await container.copyArchiveFromContainer('/etc/before');
    return { listed: listed.output, archived: (await text(archive)).includes('before\n') };
  },

  async 'two containers on a network'() {
    await using network = await new Network().start();
    await using server = await new GenericContainer('busybox')
      .withNetwork(network)
      .withNetworkAliases('server')
      .withCommand(webServer(80))
      .withExposedPorts(80)
      .start();
    await using client = await new GenericContainer('alpine')
      .withNetwork(network)
      .withCommand(waiting('echo up'))
      .withWaitStrategy(Wait.forLogMessage('up'))
      .withEnvironment({ WHO: 'client' })
      .withLabels({ role: 'client' })
      .start();
    const fetched = await client.exec(['sh', '-c', 'wget -q -O - http://server/; echo $WHO']);
    return {
      fetched: fetched.output,
      server: server.getNetworkNames().length,
      labels: client.getLabels().role,
    };
  },

  async 'restart and stop'() {
    const container = await new GenericContainer('busybox')
      .withCommand(waiting('echo started >> /log; echo up'))
      .withWaitStrategy(Wait.forLogMessage('up'))
      .start();
    await container.restart();
    const log = (await container.exec('cat /log')).output;
    const stopped = await container.stop();
    return { log, id: stopped.getId().length, gone: await failure(container.exec('true')) };
  },
};
