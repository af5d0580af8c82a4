import type { Route } from './call.ts';

/** A path's literal head and tail around its first parameter; further parameters stand between `/`. */
interface Pattern {
  readonly route: Route;
  /** Ends with `/`. */
  readonly head: string;
  /** Empty where the path ends with the parameter. */
  readonly tail: string;
  readonly param: string;
  /** `{name:.*}` takes slashes and nothing at all, `{id:.+}` slashes, `{id}` one segment. */
  readonly takes: 'anything' | 'something' | 'segment';
}

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

export type Router = (method: string, path: string) => Match | undefined;

/**
 * The routes as a table: whole paths by method, the others by method, first segment and last segment, so that
 * `/images/{name:.*}/json` is found without trying one pattern after the other.
 */
export function router(routes: readonly Route[]): Router {
  const whole = new Map<string, Route>();
  const patterns = new Map<string, Pattern[]>();
  for (const route of routes) {
    const pattern = patternOf(route);
    if (pattern === undefined) {
      whole.set(`${route.method} ${route.path}`, route);
      continue;
    }
    const key = patternKey(route.method, route.path, lastSegment(pattern.tail));
    patterns.set(key, [...(patterns.get(key) ?? []), pattern]);
  }
  return (method, path) => {
    const route = whole.get(`${method} ${path}`);
    if (route !== undefined) return { route, params: {} };
    return (
      matchOne(patterns.get(patternKey(method, path, lastSegment(path))), path) ??
      matchOne(patterns.get(patternKey(method, path, '')), path)
    );
  };
}

function matchOne(patterns: readonly Pattern[] | undefined, path: string): Match | undefined {
  for (const { route, head, tail, param, takes } of patterns ?? []) {
    if (path.length < head.length + tail.length || !path.startsWith(head) || !path.endsWith(tail)) continue;
    const value = path.slice(head.length, path.length - tail.length);
    // Go's `.` does not match a newline.
    if (value.includes('\n') && takes !== 'segment') continue;
    if (takes !== 'anything' && value === '') continue;
    if (takes === 'segment' && value.includes('/')) continue;
    return { route, params: { [param]: value } };
  }
  return undefined;
}

function patternOf(route: Route): Pattern | undefined {
  const found = /^([^{]*)\{(\w+)(:\.[*+])?\}(.*)$/.exec(route.path);
  if (found === null) return undefined;
  const [, head = '', param = '', kind, tail = ''] = found;
  const takes = kind === ':.*' ? 'anything' : kind === ':.+' ? 'something' : 'segment';
  return { route, head, tail, param, takes };
}

const patternKey = (method: string, path: string, last: string) => `${method} ${firstSegment(path)} ${last}`;

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path : path.slice(0, end);
}

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);
