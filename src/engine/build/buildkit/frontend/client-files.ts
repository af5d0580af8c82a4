import type { Engine } from '../../../engine.ts';
import { systemError } from '../../../errors.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import type { FileSystemView } from '../../../world/files/file-system-view.ts';
import { readText } from '../../../world/process/users.ts';
import { parseIgnoreFile } from '../../ignore-file.ts';
import { isThere } from '../../scoped-path.ts';
import type { BuildSession } from '../solve-request.ts';
import { type LocalFiles, loadWanted } from '../solver/local-files.ts';
import { viewOf } from '../solver/solver.ts';
import type { ToldStep, ToldSteps } from '../told-steps.ts';

export interface LoadedDockerfile {
  readonly filename: string;
  readonly text: string;
  /** Of an ignore file beside it, which counts in place of the context's own. */
  readonly ignoreText: string | undefined;
}

/** The step that loads a Dockerfile. */
export const definitionStep = (filename: string): string =>
  `[internal] load build definition from ${filename}`;

/** Takes the Dockerfile from the client (buildkit frontend/dockerui, ReadEntrypoint). */
export async function loadDockerfile(
  engine: Engine,
  session: BuildSession,
  told: ToldSteps,
  filename: string,
): Promise<LoadedDockerfile> {
  const view = await told.run(definitionStep(filename), async step => {
    const followPaths = [filename, `${filename}.dockerignore`];
    if (filename === 'Dockerfile') followPaths.push('dockerfile');
    return viewOf(engine, await loadWanted(engine, session, 'dockerfile', { followPaths }, step));
  });
  const [found] = [filename, 'dockerfile'].filter(name => isThere(view, `/${name}`));
  if (found === undefined) {
    throw systemError(`failed to read dockerfile: open ${filename}: no such file or directory`);
  }
  return {
    filename,
    text: readText(view, `/${found}`, ROOT),
    ignoreText: textAt(view, `/${found}.dockerignore`),
  };
}

const textAt = (view: FileSystemView, path: string): string | undefined =>
  isThere(view, path) ? readText(view, path, ROOT) : undefined;

/** What of the context is not sent. */
export async function loadIgnorePatterns(
  engine: Engine,
  session: BuildSession,
  told: ToldSteps,
  { ignoreText }: LoadedDockerfile,
): Promise<string[]> {
  if (ignoreText !== undefined) return parseIgnoreFile(ignoreText);
  return await told.run('[internal] load .dockerignore', step =>
    ignorePatternsIn(engine, session, 'context', step),
  );
}

/** The same of a named context, which has no other ignore file. */
export async function loadContextPatterns(
  engine: Engine,
  session: BuildSession,
  told: ToldSteps,
  { name, directory }: { readonly name: string; readonly directory: string },
): Promise<string[]> {
  return await told.run(`[context ${name}] load .dockerignore`, step =>
    ignorePatternsIn(engine, session, directory, step),
  );
}

async function ignorePatternsIn(
  engine: Engine,
  session: BuildSession,
  directory: string,
  step: ToldStep,
): Promise<string[]> {
  const wanted = { followPaths: ['.dockerignore'] };
  const view = viewOf(engine, await loadWanted(engine, session, directory, wanted, step));
  return parseIgnoreFile(textAt(view, '/.dockerignore') ?? '');
}

/** What is asked of the client's directories: for the context, known once all steps are. */
export interface ClientFiles {
  ignorePatterns: readonly string[];
  readonly contextPaths: Set<string>;
  readonly wanted: LocalFiles;
}

export function clientFiles(): ClientFiles {
  const files: ClientFiles = {
    ignorePatterns: [],
    contextPaths: new Set(),
    wanted: directory => {
      if (directory !== 'context') return {};
      const paths = [...files.contextPaths].map(path => path.slice(1));
      const excludePatterns = files.ignorePatterns;
      return paths.includes('') ? { excludePatterns } : { excludePatterns, followPaths: paths.sort() };
    },
  };
  return files;
}
