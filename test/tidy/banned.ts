import { type Node, type SourceFile, walk } from './source-file.ts';

/** Globals that the engine may not name: time and chance come from engine.clock and engine.random. */
const ENGINE_GLOBALS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'Buffer',
];

/** Their answers depend on the machine's language: the same seed would not give the same bytes. */
const LOCAL = /^(localeCompare|toLocale\w*)$/;

/** What `node` reaches for that its folder forbids, or undefined. */
function bannedUse(node: Node, parent: Node | undefined, globals: readonly string[]): string | undefined {
  if (node.type === 'Identifier' && globals.includes(node.name) && !isMereKey(node, parent)) return node.name;
  if (node.type === 'MemberExpression' && !node.computed && globals === ENGINE_GLOBALS) {
    const name = `${node.object.name}.${node.property.name}`;
    if (name === 'Date.now' || name === 'Math.random') return name;
  }
  if (node.type === 'MemberExpression' && !node.computed && LOCAL.test(node.property.name))
    return node.property.name;
  if (node.type === 'Identifier' && node.name === 'Intl' && !isMereKey(node, parent)) return 'Intl';
  const isDate = node.callee?.name === 'Date' && globals === ENGINE_GLOBALS;
  if (isDate && node.type === 'NewExpression' && node.arguments.length === 0) return 'new Date()';
  if (isDate && node.type === 'CallExpression') return 'Date()';
  return undefined;
}

/** A name after a dot or before a colon is no use of the global, except as `globalThis.name`. */
function isMereKey(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent.computed) return false;
  if (parent.type === 'MemberExpression') {
    return parent.property === node && parent.object.name !== 'globalThis';
  }
  return parent.key === node && !parent.shorthand;
}

/** Every banned use in a file, as `name at line`. */
export function bannedUses(file: SourceFile, folder: string): Array<{ name: string; at: number }> {
  const globals = folder === 'engine' ? ENGINE_GLOBALS : ['Buffer'];
  const found: Array<{ name: string; at: number }> = [];
  walk(file.program, (node, parent) => {
    const name = bannedUse(node, parent, globals);
    if (name !== undefined) found.push({ name, at: node.start });
  });
  return found;
}
