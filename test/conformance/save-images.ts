import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import type { Docker } from './client.ts';

/** An image of the recorded machine. */
export interface SavedImage {
  /** Byte for byte, so that its digest is the image's id. */
  readonly config: string;
  /** Its layers' archives, lowest first: gzip, base64; of programs only the beginning. */
  readonly layers: readonly string[];
}

/** Programs are simulated by their names: of their files it is enough to know that they are binaries. */
const KEPT_BYTES = 4096;

/** Writes a daemon's images to a JSON file, by name. */
export async function saveImages(docker: Docker, names: readonly string[], file: string): Promise<void> {
  const images: Record<string, SavedImage> = {};
  for (const name of names) {
    const files = await unpacked((await docker.get(`/images/${name}/get`)).body);
    const [{ Config, Layers }] = JSON.parse(String(files.get('manifest.json')));
    const layers: string[] = [];
    for (const layer of Layers) layers.push(await slimmed(files.get(layer) as Buffer));
    images[name] = { config: String(files.get(Config)), layers };
  }
  writeFileSync(file, `${JSON.stringify(images, null, 2)}\n`);
}

async function unpacked(archive: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const extract = tar.extract();
  Readable.from([archive]).pipe(extract);
  for await (const entry of extract) files.set(entry.header.name, await buffer(entry));
  return files;
}

async function slimmed(layer: Buffer): Promise<string> {
  const extract = tar.extract();
  const pack = tar.pack();
  Readable.from([layer]).pipe(extract);
  const packed = buffer(pack);
  for await (const entry of extract) {
    const content = (await buffer(entry)).subarray(0, KEPT_BYTES);
    const { name, mode, mtime, type, linkname, uid, gid } = entry.header;
    pack.entry({ name, mode, mtime, type, linkname, uid, gid, size: content.length } as tar.Header, content);
  }
  pack.finalize();
  return gzipSync(await packed, { level: 9 }).toString('base64');
}
