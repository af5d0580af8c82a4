import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A node of the ESTree that oxc gives, read loosely: the tidy test asks only a few questions of it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tree has a hundred kinds of node
  readonly [field: string]: any;
}

/** A TypeScript file of the project, parsed. */
export interface SourceFile {
  /** From the project's root: `src/engine/engine.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly program: Node;
}

/** The TypeScript files below a folder, in order of their path; none where there is no such folder. */
export function sourceFiles(folder: string): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter(name => name.endsWith('.ts'))
    .sort()
    .map(name => readSource(join(root, folder, name)));
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return {
    path: relative(root, file),
    text,
    lines: text.split('\n').length - 1,
    program: program as unknown as Node,
  };
}

export function lineAt(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

/** Calls `visit` for every node, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent);
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item?.type === 'string') walk(item, visit, node);
    } else if (typeof value.type === 'string') walk(value, visit, node);
  }
}

/** Every module a file names: imports, re-exports, `import()` and `import('x').Type`. */
export function importsOf(file: SourceFile): string[] {
  const found: string[] = [];
  walk(file.program, node => {
    if (!/^(Import|Export|TSImportType)/.test(node.type)) return;
    const source = node.source?.value ?? node.argument?.literal?.value;
    if (typeof source === 'string') found.push(source);
  });
  return found;
}
