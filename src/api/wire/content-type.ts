/**
 * A Content-Type's media type as Go's mime.ParseMediaType gives it, or Go's sentence for a malformed one.
 * Parameters are only checked for form.
 */
export function parseMediaType(text: string): { readonly type: string } | { readonly problem: string } {
  const [base = '', ...parameters] = text.split(';');
  const type = base.trim().toLowerCase();
  const problem = typeProblem(type) ?? parameterProblem(parameters);
  return problem === undefined ? { type } : { problem };
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/;

function typeProblem(type: string): string | undefined {
  const main = TOKEN.exec(type)?.[0] ?? '';
  if (main === '') return 'mime: no media type';
  const rest = type.slice(main.length);
  if (rest === '') return undefined;
  if (!rest.startsWith('/')) return 'mime: expected slash after first token';
  const sub = TOKEN.exec(rest.slice(1))?.[0] ?? '';
  if (sub === '') return 'mime: expected token after slash';
  return rest.length > sub.length + 1 ? 'mime: unexpected content after media subtype' : undefined;
}

function parameterProblem(parameters: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const [index, parameter] of parameters.entries()) {
    const text = parameter.trim();
    if (text === '' && index === parameters.length - 1) continue;
    const found = /^([^\s=]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s"]+)$/.exec(text);
    const name = found?.[1]?.toLowerCase();
    if (name === undefined || TOKEN.exec(name)?.[0] !== name) return 'mime: invalid media parameter';
    if (seen.has(name)) return 'mime: duplicate parameter name';
    seen.add(name);
  }
  return undefined;
}
