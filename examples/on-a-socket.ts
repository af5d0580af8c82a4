// The same engine on a socket of its own, for clients in other processes: DOCKER_HOST says where it is.
import assert from 'node:assert/strict';
import { api, createEngine } from 'dockless';
import { listen } from 'dockless/node';

const listening = await listen(api(createEngine({ clock: 'real' })), 'tcp://127.0.0.1:0');
const answer = await fetch(`${listening.host.replace('tcp:', 'http:')}/version`);
assert.equal(answer.headers.get('api-version'), '1.51');
await listening.close();
