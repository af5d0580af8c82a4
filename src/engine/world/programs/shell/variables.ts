import { ShellError, type ShellState, type Variable } from './state.ts';

export const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A variable's value, specials that are computed included; undefined where unset. */
export function getVariable(shell: ShellState, name: string): string | undefined {
  if (name === 'LINENO') return String(shell.line);
  if (name === 'FUNCNAME') return shell.functionName;
  if (name === 'RANDOM') {
    // ash's generator is seeded from pid and time: only the range can be relied on.
    shell.random = (Math.imul(shell.random, 1_103_515_245) + 12_345) >>> 0;
    return String((shell.random >>> 16) & 32_767);
  }
  return shell.variables.get(name)?.value;
}

export function setVariable(shell: ShellState, name: string, value: string): void {
  const variable = shell.variables.get(name);
  if (variable?.readonly) throw new ShellError(`${name}: is read only`);
  if (name === 'PATH') shell.hashed.clear();
  if (name === 'OPTIND') shell.getoptsOffset = 0;
  if (variable) {
    variable.value = value;
    if (shell.options.allexport) variable.exported = true;
  } else declareVariable(shell, name).value = value;
}

export function declareVariable(shell: ShellState, name: string): Variable {
  const existing = shell.variables.get(name);
  if (existing) return existing;
  const exported = shell.options.allexport;
  const variable: Variable = { value: undefined, exported, readonly: false, order: shell.nextVariable++ };
  shell.variables.set(name, variable);
  return variable;
}

export function unsetVariable(shell: ShellState, name: string): void {
  const variable = shell.variables.get(name);
  if (variable?.readonly) throw new ShellError(`${name}: is read only`);
  if (name === 'PATH') shell.hashed.clear();
  shell.variables.delete(name);
}

/** ash's hash of a name (busybox shell/ash.c, hashvar): exports are listed by bucket, then by age. */
function bucket(name: string): number {
  let hash = name.charCodeAt(0) << 4;
  for (let i = 0; i < name.length; i++) hash += name.charCodeAt(i);
  return hash % 39;
}

/** The environment of a command, in ash's order. */
export function exportedVariables(shell: ShellState): Record<string, string> {
  const exported = [...shell.variables].filter(([, each]) => each.exported && each.value !== undefined);
  exported.sort(([a, x], [b, y]) => bucket(a) - bucket(b) || x.order - y.order);
  return Object.fromEntries(exported.map(([name, each]) => [name, each.value ?? '']));
}

/** Makes `name` local to the running function. */
export function makeLocal(shell: ShellState, name: string): void {
  const level = shell.locals.at(-1);
  if (!level || level.has(name)) return;
  const variable = shell.variables.get(name);
  level.set(name, variable ? { ...variable } : undefined);
}

export function restoreLocals(shell: ShellState): void {
  for (const [name, variable] of shell.locals.pop() ?? []) {
    if (variable) shell.variables.set(name, variable);
    else shell.variables.delete(name);
    if (name === 'PATH') shell.hashed.clear();
  }
}

/** A value in single quotes, as `set`, `export -p` and `trap` print it. */
export function singleQuoted(text: string): string {
  return (
    text
      .split(/('+)/)
      .map(part => (part.startsWith("'") ? `"${part}"` : part === '' ? '' : `'${part}'`))
      .join('') || "''"
  );
}
