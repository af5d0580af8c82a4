import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { root } from './source-file.ts';

const run = promisify(execFile);

/** A piece of code that the documentation promises to work. */
export interface Sample {
  /** Where it stands: `README.md:12`, `examples/replay.ts`. */
  readonly name: string;
  readonly language: 'ts' | 'js';
  readonly code: string;
}

/** The ```ts and ```js blocks of a Markdown file. */
export function markdownSamples(path: string): Sample[] {
  const text = readFileSync(join(root, path), 'utf8');
  return Array.from(text.matchAll(/^```(ts|js)\n(.*?)^```$/gms), match => ({
    name: `${path}:${text.slice(0, match.index).split('\n').length}`,
    language: match[1] as 'ts' | 'js',
    code: match[2] as string,
  }));
}

export function examples(): Sample[] {
  if (!existsSync(join(root, 'examples'))) return [];
  const names = readdirSync(join(root, 'examples')).filter(name => name.endsWith('.ts'));
  return names.sort().map(name => ({
    name: `examples/${name}`,
    language: 'ts',
    code: readFileSync(join(root, 'examples', name), 'utf8'),
  }));
}

/** Types and runs each sample against this checkout's source; gives what went wrong, by the sample's name. */
export async function trySamples(samples: Sample[]): Promise<Record<string, string>> {
  if (samples.length === 0) return {};
  const folder = mkdtempSync(join(root, '.samples-'));
  try {
    const [types, runs] = await Promise.all([typeErrors(samples, folder), failedRuns(samples, folder)]);
    return { ...types, ...runs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Examples are typed with the rest of the project already. `dockless` means src here: tsconfig.json says so. */
async function typeErrors(samples: Sample[], folder: string): Promise<Record<string, string>> {
  const typed = samples.filter(({ name }) => !name.startsWith('examples/'));
  if (typed.length === 0) return {};
  typed.forEach(({ language, code }, index) => {
    writeFileSync(join(folder, `typed-${index}.${language}`), code);
  });
  const compilerOptions = { allowJs: true, checkJs: true };
  const config = { extends: '../tsconfig.json', compilerOptions, include: ['typed-*'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const wrong: Record<string, string> = {};
  const text = await failure(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
  for (const line of text?.split('\n') ?? []) {
    const index = /typed-(\d+)\.[tj]s\(/.exec(line)?.[1];
    if (index !== undefined) wrong[`types of ${typed[Number(index)]?.name}`] ??= line;
  }
  return wrong;
}

/** Runs each in a process of its own. They share one bundle of src: node takes a second to read it file by file. */
async function failedRuns(samples: Sample[], folder: string): Promise<Record<string, string>> {
  const entries = new Set(samples.flatMap(({ code }) => Array.from(code.matchAll(OWN_IMPORT), entryOf)));
  await build({
    input: Object.fromEntries([...entries].map(entry => [entry, join(root, 'src', `${entry}.ts`)])),
    platform: 'node',
    external: (id, importer) => importer !== undefined && !/^[./]/.test(id),
    output: { dir: join(folder, 'dockless') },
    logLevel: 'silent',
  });
  const wrong: Record<string, string> = {};
  const tries = samples.map(async ({ name, language, code }, index) => {
    const file = join(folder, `run-${index}.${language}`);
    writeFileSync(
      file,
      code.replaceAll(OWN_IMPORT, (...match) => `'./dockless/${entryOf(match)}.js'`),
    );
    const text = await failure(process.execPath, [file]);
    if (text !== undefined) wrong[name] = text;
  });
  await Promise.all(tries);
  return wrong;
}

/** `dockless` is src/index.ts, `dockless/node` is src/node.ts. */
const OWN_IMPORT = /(['"])dockless(?:\/(\w+))?\1/g;
const entryOf = (match: readonly (string | undefined)[]): string => match[2] ?? 'index';

async function failure(command: string, args: string[]): Promise<string | undefined> {
  // Node before 22.18 reads TypeScript only with this flag; a later one takes it in silence.
  const env = { ...process.env, NODE_OPTIONS: '--experimental-strip-types --no-warnings' };
  try {
    await run(command, args, { cwd: root, env, timeout: 60_000 });
    return undefined;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return stdout || stderr || message;
  }
}
