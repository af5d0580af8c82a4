// Asks a real dockerd, with no images in it but busybox and alpine, what the tests here expect:
//   node test/api/containers/record.ts /tmp/dockerd-NAME/docker.sock [SCENE...]
// A scene is a file of lines `[method, path, body, status, answer]`, or `[milliseconds]` to let pass. Each line is
// asked again and its answer replaced; a new line needs only what is asked. NOW in a
// path is the time, START that of the scene's first line.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { normalise, parseAnswer } from './normalise.ts';

const [socketPath = '', ...wanted] = process.argv.slice(2);
const directory = new URL('recorded/', import.meta.url);

function ask(method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
  const text = body === null ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const headers = text === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method, path: `/v1.51${path}`, headers }, reply => {
      let answer = '';
      reply.setEncoding('utf8').on('data', chunk => {
        answer += chunk;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: answer }));
    });
    asking.on('error', reject).end(text);
  });
}

let startedAtMs = 0;

const atTime = (path: string) =>
  path.replace('NOW', String(Date.now() / 1000)).replace('START', String(startedAtMs / 1000));

async function clear(): Promise<void> {
  const { text } = await ask('GET', '/containers/json?all=1', null);
  for (const { Id } of JSON.parse(text)) await ask('DELETE', `/containers/${Id}?force=1&v=1`, null);
  await ask('POST', '/volumes/prune?filters={"all":["true"]}', null);
  await ask('POST', '/networks/prune', null);
}

async function recordLine(line: string): Promise<string> {
  const [method, path, body = null] = JSON.parse(line);
  if (typeof method === 'number') {
    await new Promise(resolve => setTimeout(resolve, method));
    return line;
  }
  const { status, text } = await ask(method, atTime(path), body);
  const answer = normalise(parseAnswer(text));
  return JSON.stringify([method, path, body, status, answer]);
}

for (const file of readdirSync(directory)) {
  if (wanted.length > 0 && !wanted.includes(file.replace('.ndjson', ''))) continue;
  await clear();
  startedAtMs = Date.now();
  const lines: string[] = [];
  for (const line of readFileSync(new URL(file, directory), 'utf8').trimEnd().split('\n')) {
    lines.push(await recordLine(line));
  }
  writeFileSync(new URL(file, directory), `${lines.join('\n')}\n`);
}
await clear();
