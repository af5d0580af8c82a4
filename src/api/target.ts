import { unescapeGo } from './wire/query.ts';

/** A request's target as Go's server and dockerd's router read it. */
export type Target =
  /** An escape that is none: Go answers before dockerd sees the request. */
  | { readonly kind: 'malformed' }
  /** The path is not in canonical form: gorilla/mux sends the client there, whatever the method. */
  | { readonly kind: 'redirect'; readonly location: string }
  | {
      readonly kind: 'path';
      /** Unescaped: `%2F` is a slash like any other. */
      readonly path: string;
      /** As sent, without the `?`. */
      readonly query: string;
    };

export function parseTarget(target: string): Target {
  const { origin, rest } = splitOrigin(BEYOND_ASCII.test(target) ? utf8Of(target) : target);
  const mark = rest.indexOf('?');
  const path = unescapeGo(mark < 0 ? rest : rest.slice(0, mark));
  if (typeof path !== 'string') return { kind: 'malformed' };
  const clean = isClean(path) ? path : cleanPath(path);
  const search = mark < 0 ? '' : rest.slice(mark);
  if (clean !== path) return { kind: 'redirect', location: origin + escapePath(clean) + search };
  return { kind: 'path', path, query: search.slice(1) };
}

const BEYOND_ASCII = /[\x80-\xff]/;

/** The text of a target whose characters are bytes. */
function utf8Of(target: string): string {
  return new TextDecoder().decode(Uint8Array.from(target, character => character.charCodeAt(0)));
}

/** `http://host` of an absolute target. */
function splitOrigin(target: string): { origin: string; rest: string } {
  if (target.startsWith('/')) return { origin: '', rest: target };
  const origin = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?]*/.exec(target)?.[0] ?? '';
  return { origin, rest: target.slice(origin.length) };
}

/** The usual case, told without taking the path apart. */
const isClean = (path: string) => path.startsWith('/') && !path.includes('//') && !path.includes('/.');

/** Go's path.Clean, keeping a slash at the end (gorilla/mux, cleanPath). */
function cleanPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const slash = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${slash}`;
}

/** Go's url.EscapedPath. */
const escapePath = (path: string) =>
  encodeURI(path).replace(
    /[?#!'()*[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
