import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import tar from 'tar-stream';
import type { Docker } from './client.ts';

/** Writes the configurations of a daemon's images, byte for byte, to a JSON file: name -> configuration. */
export async function saveImageConfigs(
  docker: Docker,
  names: readonly string[],
  file: string,
): Promise<void> {
  const configs: Record<string, string> = {};
  for (const name of names) {
    const { body } = await docker.get(`/images/${name}/get`);
    const files = new Map<string, string>();
    const extract = tar.extract();
    Readable.from([body]).pipe(extract);
    for await (const entry of extract) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      if (entry.header.size !== undefined && entry.header.size < 1_000_000) {
        files.set(entry.header.name, Buffer.concat(chunks).toString());
      }
    }
    const [{ Config }] = JSON.parse(files.get('manifest.json') ?? '[{}]');
    configs[name] = files.get(Config) ?? '';
  }
  writeFileSync(file, `${JSON.stringify(configs, null, 2)}\n`);
}
