import { toBase64 } from '../../../../support/base64.ts';
import type { LineRange } from '../../dockerfile/node.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { type Stage, stagesOf } from '../../dockerfile/stages.ts';
import type { BuildWarning } from '../solve-request.ts';
import type { LoadedDockerfile } from './client-files.ts';

// What a client asks of a Dockerfile in place of a build, `docker build --call` (buildkit frontend/subrequests).

/** What a client is given in place of an image: `result.json` and its like, by name. */
export type Answer = Readonly<Record<string, string>>;

const locationOf = ({ start, end }: LineRange) => ({
  ranges: [{ start: { line: start }, end: { line: end } }],
});

const dataOf = (text: string): string => toBase64(new TextEncoder().encode(text));

/** `--call=targets`: the stages that could be built. */
export function targetsAnswer({ text }: LoadedDockerfile): Answer {
  const { stages } = stagesOf(parseDockerfile(text));
  const targets = stages.map(({ from }, index) => {
    const description = descriptionOf(text, from);
    return {
      ...(from.stage !== '' && { name: from.stage }),
      ...(index === stages.length - 1 && { default: true }),
      ...(description !== '' && { description }),
      base: from.image,
      ...(from.platform !== '' && { platform: from.platform }),
      ...(from.lines && { location: locationOf(from.lines) }),
    };
  });
  return answer({ targets, sources: [dataOf(text)] }, '0');
}

/** A comment right above a stage that begins with its name. */
function descriptionOf(text: string, { stage, lines }: Stage['from']): string {
  const before = text.split('\n').slice(0, Math.max(0, (lines?.start ?? 1) - 1));
  const first = before.findLastIndex(line => !/^\s*#/.test(line)) + 1;
  const comments = before.slice(first).map(line => line.replace(/^\s*#\s*/, '').trim());
  const found = comments.find(comment => stage !== '' && comment.startsWith(`${stage} `));
  return found?.slice(stage.length + 1) ?? '';
}

/** `--check`: what the linter found, and what is wrong altogether. */
export function lintAnswer(
  { filename, text }: LoadedDockerfile,
  warnings: readonly BuildWarning[],
  error: { readonly message: string; readonly lines: readonly LineRange[] } | undefined,
): Answer {
  const found = warnings.map(({ rule, description, text: detail, url, lines }) => {
    return { ruleName: rule, description, url, detail, location: locationOf(lines) };
  });
  const ranges = error?.lines.flatMap(lines => locationOf(lines).ranges) ?? [];
  const result = {
    ...(found.length > 0 && { warnings: found }),
    sources: [{ filename, data: dataOf(text), language: 'Dockerfile' }],
    ...(error !== undefined && { buildError: { message: error.message, location: { ranges } } }),
  };
  return answer(result, found.length > 0 || error !== undefined ? '1' : '0');
}

const answer = (result: object, statusCode: string): Answer => ({
  'result.json': JSON.stringify(result, null, 2),
  'result.statuscode': statusCode,
  version: '1.0.0',
});
