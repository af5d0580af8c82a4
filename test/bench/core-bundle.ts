import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '../..');

/** What a browser loads of dockless: the entry `dockless` and all it stands on, in one file. */
export async function coreBundle() {
  const { output } = await build({
    input: join(root, 'src/index.ts'),
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    output: { minify: true, codeSplitting: false },
  });
  const [{ code, imports }] = output;
  return { code, imports, bytes: Buffer.byteLength(code), gzipped: gzipSync(code).length };
}
