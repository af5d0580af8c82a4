import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
    samples.forEach((sample, index) => {
      writeFileSync(join(folder, `${index}.${sample.language}`), sourceImports(sample.code));
    });
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../tsconfig.json',
        compilerOptions: { allowJs: true, checkJs: true },
        include: ['*'],
      }),
    );
    const wrong: Record<string, string> = {};
    const typing = failure(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(text => {
      for (const line of text?.split('\n') ?? []) {
        const index = /(\d+)\.[tj]s\(/.exec(line)?.[1];
        if (index !== undefined) wrong[`types of ${samples[Number(index)]?.name}`] ??= line;
      }
    });
    const running = samples.map(async ({ name, language }, index) => {
      const text = await failure(process.execPath, [join(folder, `${index}.${language}`)]);
      if (text !== undefined) wrong[name] = text;
    });
    await Promise.all([typing, ...running]);
    return wrong;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `dockless/node` is built from src/node.ts: the samples run without a build. */
function sourceImports(code: string): string {
  return code.replaceAll(
    /(['"])dockless(?:\/(\w+))?\1/g,
    (_, _quote, entry = 'index') => `'../src/${entry}.ts'`,
  );
}

async function failure(command: string, args: string[]): Promise<string | undefined> {
  // Node before 22.18 reads TypeScript only with this flag; a later one takes it in silence.
  const env = { ...process.env, NODE_OPTIONS: '--experimental-strip-types --no-warnings' };
  try {
    await run(command, args, { cwd: root, env, timeout: 20_000 });
    return undefined;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return stdout || stderr || message;
  }
}
