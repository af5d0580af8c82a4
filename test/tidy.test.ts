import { basename, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { bannedUses } from './tidy/banned.ts';
import { examples, markdownSamples, trySamples } from './tidy/samples.ts';
import { importsOf, lineAt, root, type SourceFile, sourceFiles, walk } from './tidy/source-file.ts';

/** Which folder of src may import which. The entry points at src's root compose and may import all. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  exchange: [],
  support: [],
  transport: ['exchange', 'support'],
  grpc: ['exchange', 'engine', 'support'],
  api: ['exchange', 'engine', 'grpc', 'support'],
  engine: ['support'],
  recording: ['exchange', 'support'],
  vitest: ['exchange', 'support', 'transport', 'grpc', 'api', 'engine', 'recording', ''],
  cli: ['exchange', 'support', 'transport', 'grpc', 'api', 'engine', 'recording', ''],
  '': ['exchange', 'support', 'transport', 'grpc', 'api', 'engine', 'recording', 'vitest', 'cli', ''],
};

/** These run in a browser too. */
const NO_NODE = ['engine', 'api', 'exchange', 'support'];

/** Longer than 400 lines because they are data: lists of words, tables of facts. Generated files need no entry. */
const LONG_DATA_FILES: readonly string[] = [];

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;

/** All that the package exports, by entry point. A change here is a change of the public API. */
const PUBLIC_API: Record<string, readonly string[]> = {
  'src/index.ts': [
    'ApiOptions',
    'AsyncProcess',
    'AsyncProgram',
    'Barrier',
    'CheckWithFaultsOptions',
    'ContainerDeclaration',
    'CreateEngineOptions',
    'Daemon',
    'DeclaredState',
    'Engine',
    'EngineCall',
    'EngineSnapshot',
    'Errno',
    'Exchange',
    'Fault',
    'FaultPlan',
    'FaultRule',
    'FaultsOptions',
    'FaultyDaemon',
    'HijackReply',
    'HijackedStream',
    'ImageDeclaration',
    'ImageProgram',
    'NetworkDeclaration',
    'PlainReply',
    'Program',
    'ProgramContext',
    'RandomPlanOptions',
    'RawHeaders',
    'Reply',
    'ReplyBody',
    'RestartDaemonOptions',
    'Running',
    'ScriptedCommand',
    'ScriptedContainer',
    'ScriptedHealth',
    'ScriptedImage',
    'Sys',
    'SystemCall',
    'VolumeDeclaration',
    'WorldDeclaration',
    'api',
    'barrier',
    'checkWithFaults',
    'createEngine',
    'faults',
    'headerOf',
    'isHijack',
    'parseSnapshot',
    'planAsCode',
    'randomPlan',
    'serializeSnapshot',
    'smallestPlan',
    'sys',
  ],
  'src/msw.ts': [
    'DockerHandlersOptions',
    'DockerSource',
    'DockerSourceOptions',
    'dockerHandlers',
    'dockerSource',
  ],
  'src/msw-browser.ts': ['DockerHandlersOptions', 'dockerHandlers'],
  'src/vitest.ts': ['ContainerPattern', 'DockerFixtures', 'DockerMatchers', 'dockerMatchers', 'dockerTest'],
  'src/node.ts': [
    'CheckDeterminismOptions',
    'DeterminismReport',
    'Frame',
    'FrameSink',
    'InterceptOptions',
    'Interception',
    'ListenOptions',
    'ListenTls',
    'Listening',
    'LiveOptions',
    'LiveTls',
    'Lockdown',
    'ReadRecordingOptions',
    'Recording',
    'RecordingHeader',
    'ReplayOptions',
    'Replayer',
    'ResumeOptions',
    'Scenario',
    'ScenarioWorld',
    'checkDeterminism',
    'createRecording',
    'intercept',
    'listen',
    'listenOnPorts',
    'live',
    'lockdown',
    'readRecording',
    'record',
    'replay',
    'resume',
  ],
};

const src = sourceFiles('src');
const everything = [...src, ...sourceFiles('test'), ...sourceFiles('examples')];

/** `engine` of `src/engine/engine.ts`; empty for an entry point at src's root. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] as string) : '';
}

function isGenerated(file: SourceFile): boolean {
  return file.path.endsWith('.generated.ts');
}

test('folders import only what lies below them', () => {
  const wrong = src.flatMap(file =>
    importsOf(file)
      .filter(source => source.startsWith('.'))
      .map(source => relative(root, join(root, file.path, '..', source)))
      .filter(target => folderOf(target) !== folderOf(file.path))
      .filter(target => !MAY_IMPORT[folderOf(file.path)]?.includes(folderOf(target)))
      .map(target => `${file.path} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('what runs in a browser imports nothing of node', () => {
  const wrong = src
    .filter(file => NO_NODE.includes(folderOf(file.path)))
    .flatMap(file =>
      importsOf(file)
        .filter(source =>
          /^(node:|(fs|path|crypto|stream|net|http|util|os|events|buffer|zlib)(\/|$))/.test(source),
        )
        .map(source => `${file.path} imports ${source}`),
    );
  expect(wrong).toEqual([]);
});

test('the engine takes time and chance from its world alone', () => {
  const wrong = src
    .filter(file => NO_NODE.includes(folderOf(file.path)))
    .flatMap(file =>
      bannedUses(file, folderOf(file.path)).map(
        ({ name, at }) => `${file.path}:${lineAt(file, at)} uses ${name}`,
      ),
    );
  expect(wrong).toEqual([]);
});

test('relative imports say .ts', () => {
  const wrong = everything.flatMap(file =>
    importsOf(file)
      .filter(source => source.startsWith('.') && !source.endsWith('.ts') && !source.endsWith('.json'))
      .map(source => `${file.path} imports ${source}`),
  );
  expect(wrong).toEqual([]);
});

test('files are short enough to be read at once', () => {
  const wrong = everything
    .filter(file => file.lines > MAX_FILE_LINES && !isGenerated(file))
    .filter(file => !LONG_DATA_FILES.includes(file.path))
    .map(file => `${file.path} has ${file.lines} lines, ${MAX_FILE_LINES} are allowed`);
  expect(wrong).toEqual([]);
});

test('functions are short enough to be read at once', () => {
  const wrong: string[] = [];
  for (const file of src.filter(file => !isGenerated(file))) {
    walk(file.program, node => {
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
      const first = lineAt(file, node.start);
      const lines = file.text.slice(node.start, node.end).split('\n').length;
      if (lines > MAX_FUNCTION_LINES) {
        wrong.push(`${file.path}:${first} has ${lines} lines, ${MAX_FUNCTION_LINES} are allowed`);
      }
    });
  }
  expect(wrong).toEqual([]);
});

test('what is exported is imported somewhere, but for types', () => {
  const used = new Set(
    everything.flatMap(file =>
      usedNames(file).map(({ from, name }) => `${join(file.path, '..', from)} ${name}`),
    ),
  );
  const wrong = src
    .filter(file => folderOf(file.path) !== '' && folderOf(file.path) !== 'cli' && !isGenerated(file))
    .flatMap(file =>
      exportedValues(file)
        .filter(name => !used.has(`${file.path} ${name}`) && !used.has(`${file.path} *`))
        .map(name => `${file.path} exports ${name}, which nobody imports`),
    );
  expect(wrong).toEqual([]);
});

/** What a file imports or hands on, by name; `*` for all of it. */
function usedNames(file: SourceFile): Array<{ from: string; name: string }> {
  const used: Array<{ from: string; name: string }> = [];
  for (const node of file.program.body) {
    const from = node.source?.value;
    if (typeof from !== 'string') continue;
    for (const { type, imported, local } of node.specifiers ?? []) {
      const name = node.type === 'ImportDeclaration' ? imported?.name : local.name;
      used.push({ from, name: type === 'ImportNamespaceSpecifier' ? '*' : name });
    }
  }
  walk(file.program, node => {
    if (node.type === 'ImportExpression') used.push({ from: node.source.value ?? '', name: '*' });
  });
  return used;
}

/** Functions, constants and classes: a type may be exported because another exported one names it. */
function exportedValues(file: SourceFile): string[] {
  return file.program.body.flatMap((node: { type: string; declaration?: SourceFile['program'] }) => {
    const { declaration } = node;
    if (node.type !== 'ExportNamedDeclaration' || !declaration) return [];
    if (/^(FunctionDeclaration|ClassDeclaration)$/.test(declaration.type)) return [declaration.id.name];
    return (declaration.declarations ?? []).map((each: { id: { name: string } }) => each.id.name);
  });
}

test('the state of the daemon is in its engine alone', () => {
  const wrong = src
    .filter(file => NO_NODE.includes(folderOf(file.path)))
    .flatMap(file =>
      file.program.body
        .map((node: { declaration?: object }) => node.declaration ?? node)
        .filter(
          (node: { type: string; kind?: string }) =>
            node.type === 'VariableDeclaration' && node.kind !== 'const',
        )
        .map(
          (node: { start: number }) => `${file.path}:${lineAt(file, node.start)} is a variable of the module`,
        ),
    );
  expect(wrong).toEqual([]);
});

test('nothing is exported by default', () => {
  const wrong: string[] = [];
  for (const file of everything) {
    for (const node of file.program.body) {
      const named = node.specifiers?.some(
        (each: { exported?: { name: string } }) => each.exported?.name === 'default',
      );
      if (node.type === 'ExportDefaultDeclaration' || named) wrong.push(file.path);
    }
  }
  expect(wrong).toEqual([]);
});

test('files are named after what they hold', () => {
  const wrong = everything
    .map(file => file.path)
    .filter(path => {
      const name = basename(path).replace(/(\.test|\.generated|\.d)?\.ts$/, '');
      const vague = /^(utils?|helpers?|common|managers?|misc)$/;
      const inFolder = path.split('/').some(part => vague.test(part));
      const strayIndex = name === 'index' && folderOf(path) !== '';
      return inFolder || strayIndex || vague.test(name) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
    });
  expect(wrong).toEqual([]);
});

test('the public API is the committed list', () => {
  const actual = Object.fromEntries(
    Object.keys(PUBLIC_API).map(path => [path, exportedNames(src.find(file => file.path === path)).sort()]),
  );
  expect(actual).toEqual(PUBLIC_API);
});

function exportedNames(file: SourceFile | undefined): string[] {
  const names: string[] = [];
  for (const node of file?.program.body ?? []) {
    if (node.type === 'ExportAllDeclaration')
      throw new Error(`${file?.path}: name what you export, no \`*\``);
    if (node.type !== 'ExportNamedDeclaration') continue;
    for (const specifier of node.specifiers) names.push(specifier.exported.name);
    if (node.declaration?.id) names.push(node.declaration.id.name);
    for (const variable of node.declaration?.declarations ?? []) names.push(variable.id.name);
  }
  return names;
}

test('the samples of the README and the examples are typed and run', { timeout: 120_000 }, async () => {
  expect(await trySamples([...markdownSamples('README.md'), ...examples()])).toEqual({});
});
