// Plays the scene against a real daemon at each version and writes down what it shows:
//   node test/api/versions/record.ts /path/to/docker.sock
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { SCENE_VERSIONS, type SceneReply, scene } from './scene.ts';

const socketPath = process.argv[2];
if (socketPath === undefined) throw new Error('usage: node test/api/versions/record.ts SOCKET');

function ask(version: string, method: string, path: string, body?: object): Promise<SceneReply> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { 'Content-Type': 'application/json' };
    const outgoing = request({ socketPath, method, path: `/v${version}${path}`, headers }, incoming => {
      const chunks: Buffer[] = [];
      incoming.on('data', chunk => chunks.push(chunk));
      incoming.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        const isJson = incoming.headers['content-type'] === 'application/json' && answer !== '';
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          json: isJson ? JSON.parse(answer) : answer,
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

const recorded: Record<string, unknown> = {};
for (const version of SCENE_VERSIONS) {
  recorded[version] = await scene((method, path, body) => ask(version, method, path, body), version);
}
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
