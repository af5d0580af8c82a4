// Reads the published specifications and writes their facts, no prose, into surface.generated.ts:
//   node test/api/surface/generate.ts ../shared/api
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Parameter {
  name: string;
  in: string;
  type: string;
  required: boolean;
}

interface Operation {
  operation: string;
  method: string;
  path: string;
  tag: string;
  parameters: Parameter[];
}

/** The specifications are written in one even style, so that their indentation says what a line is. */
export function readSpecification(text: string): Operation[] {
  const lines = text.slice(text.indexOf('\npaths:')).split('\n');
  const operations: Operation[] = [];
  let path = '';
  let operation: Operation | undefined;
  let section = '';
  for (const line of lines) {
    const [, indent = '', key = '', value = ''] =
      /^( *)(?:- )?"?([^\s":]+)"?:(?: +(.*?))?\s*$/.exec(line) ?? [];
    const isItem = /^ *- /.test(line);
    const tag = section === 'tags' ? /^ {8}- "?(\w+)/.exec(line)?.[1] : undefined;
    if (tag !== undefined && operation !== undefined) operation.tag = tag;
    if (key === '') continue;
    if (indent.length === 0 && key !== 'paths') break;
    if (indent.length === 2 && key.startsWith('/')) path = key;
    else if (indent.length === 4 && /^(get|head|post|put|delete)$/.test(key)) {
      operation = { operation: '', method: key.toUpperCase(), path, tag: '', parameters: [] };
      operations.push(operation);
    } else if (operation !== undefined)
      section = readLine(operation, section, indent.length, isItem, key, unquote(value));
  }
  return operations;
}

function readLine(
  operation: Operation,
  section: string,
  indent: number,
  isItem: boolean,
  key: string,
  value: string,
): string {
  if (indent === 6) {
    if (key === 'operationId') operation.operation = value;
    if (key === 'tags') operation.tag = unquote(value.replace(/[[\]]/g, ''));
    return key;
  }
  if (section !== 'parameters') return section;
  const last = operation.parameters.at(-1);
  if (indent === 8 && isItem && key === 'name') {
    operation.parameters.push({ name: value, in: '', type: '', required: false });
  } else if (indent === 10 && last !== undefined) {
    if (key === 'in') last.in = value;
    if (key === 'type') last.type = value;
    if (key === 'schema') last.type = 'body';
    if (key === 'required') last.required = value === 'true';
  }
  return section;
}

const unquote = (text: string) => text.replace(/^["']|["']$/g, '');

interface Seen<T> {
  latest: T;
  versions: string[];
}

const seen = <T>(latest: T): Seen<T> => ({ latest, versions: [] });

function surfaceOf(folder: string): string {
  const versions = readdirSync(folder)
    .flatMap(name => /^v(\d+\.\d+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
  const found = new Map<string, Seen<Operation> & { parameters: Map<string, Seen<Parameter>> }>();
  for (const version of versions) {
    for (const operation of readSpecification(readFileSync(join(folder, `v${version}.yaml`), 'utf8'))) {
      const key = `${operation.method} ${operation.path}`;
      const entry = found.get(key) ?? { ...seen(operation), parameters: new Map() };
      found.set(key, entry);
      entry.latest = operation;
      entry.versions.push(version);
      for (const parameter of operation.parameters) {
        const known = entry.parameters.get(parameter.name) ?? seen(parameter);
        entry.parameters.set(parameter.name, known);
        known.latest = parameter;
        known.versions.push(version);
      }
    }
  }
  const span = (present: readonly string[]) => ({ since: present[0], until: present.at(-1) });
  const rows = [...found.values()].map(({ latest, versions: present, parameters }) => ({
    operation: latest.operation,
    method: latest.method,
    path: latest.path,
    tag: latest.tag,
    ...span(present),
    parameters: [...parameters.values()].map(entry => ({ ...entry.latest, ...span(entry.versions) })),
  }));
  rows.sort((a, b) => (a.operation < b.operation ? -1 : 1));
  return rows.map(row => `  ${JSON.stringify(row)},`).join('\n');
}

const folder = process.argv[2];
if (folder !== undefined) {
  writeFileSync(
    new URL('surface.generated.ts', import.meta.url),
    `// Written by generate.ts from the published specifications v1.25 to v1.56 (moby/moby api/docs, Apache-2.0). Facts only.

export interface Span {
  /** The first and the last specification that has it. */
  readonly since: string;
  readonly until: string;
}

export interface SpecifiedParameter extends Span {
  readonly name: string;
  readonly in: string;
  readonly type: string;
  readonly required: boolean;
}

export interface SpecifiedOperation extends Span {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly SpecifiedParameter[];
}

export const surface: readonly SpecifiedOperation[] = [
${surfaceOf(folder)}
];
`,
  );
}
