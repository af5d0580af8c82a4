// Testcontainers on a machine that has no Docker: containers, their ports and its reaper are all in this process.
import assert from 'node:assert/strict';
import { api, createEngine } from 'dockless';
import { intercept } from 'dockless/node';

// Before it looks for Docker: without this it wants to see a socket's file.
process.env.DOCKER_HOST = 'unix:///var/run/docker.sock';
const { GenericContainer, Wait } = await import('testcontainers');

using _ = intercept(api(createEngine()));

await using web = await new GenericContainer('nginx:1.27')
  .withExposedPorts(80)
  .withCopyContentToContainer([{ content: 'hello', target: '/usr/share/nginx/html/index.html' }])
  .withWaitStrategy(Wait.forHttp('/', 80))
  .start();

const response = await fetch(`http://${web.getHost()}:${web.getMappedPort(80)}/`);
assert.equal(await response.text(), 'hello');
const { output, exitCode } = await web.exec(['ls', '/usr/share/nginx/html']);
assert.deepEqual([output, exitCode], ['50x.html\nindex.html\n', 0]);
