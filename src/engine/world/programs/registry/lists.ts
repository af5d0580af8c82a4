import type { Sys } from '../../process/system-call.ts';
import { type Answer, errorAnswer, jsonAnswer } from './answers.ts';
import type { Call } from './routes.ts';
import { namesIn, repositories, tagsPath } from './store.ts';

/** How many names a catalogue gives at once, where nothing else is asked for. */
const CATALOG_PAGE = 100;

/** GET /v2/_catalog */
export function* catalog({ configuration, query }: Call): Sys<Answer> {
  const all = (yield* repositories(configuration.root)).sort();
  const asked = /^\d+$/.test(query.get('n') ?? '') ? Number(query.get('n')) : CATALOG_PAGE;
  const page = { last: query.get('last') ?? '', most: asked };
  return pageAnswer(all, page, names => ({ repositories: names }), '/v2/_catalog');
}

/** GET /v2/NAME/tags/list */
export function* tags({ configuration, query, name }: Call): Sys<Answer> {
  const all = (yield* namesIn(tagsPath(configuration.root, name)))?.sort();
  if (all === undefined) return errorAnswer('NAME_UNKNOWN', { name });
  const show = (page: readonly string[]) => ({ name, tags: page });
  const n = query.get('n');
  if (!configuration.pagesTags) return jsonAnswer(show(all));
  if (n !== null && !/^\d+$/.test(n)) return errorAnswer('PAGINATION_NUMBER_INVALID', { n });
  const page = { last: query.get('last') ?? '', most: n === null ? undefined : Number(n) };
  return pageAnswer(all, page, show, `/v2/${name}/tags/list`);
}

/** A list of which only a part may be asked for: `n` of them, after `last`. */
function pageAnswer(
  all: readonly string[],
  { last, most }: { readonly last: string; readonly most: number | undefined },
  show: (page: readonly string[]) => unknown,
  path: string,
): Answer {
  const rest = all.filter(name => name > last);
  const page = most === undefined ? rest : rest.slice(0, most);
  const isWhole = page.length === rest.length || page.length === 0;
  const next = `<${path}?last=${encodeURIComponent(page.at(-1) ?? '')}&n=${most}>; rel="next"`;
  return jsonAnswer(show(page), isWhole ? [] : [['Link', next]]);
}
