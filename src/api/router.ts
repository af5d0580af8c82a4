import type { Route } from './call.ts';

/** A path with parameters. */
interface Pattern {
  readonly route: Route;
  readonly regex: RegExp;
  readonly names: readonly string[];
  /** The path's last segment; empty where that is a parameter. */
  readonly last: string;
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
    const key = patternKey(route.method, route.path, pattern.last);
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
  for (const { route, regex, names } of patterns ?? []) {
    const found = regex.exec(path);
    if (found === null) continue;
    const params: Record<string, string> = {};
    names.forEach((name, index) => {
      params[name] = found[index + 1] ?? '';
    });
    return { route, params };
  }
  return undefined;
}

/** `{name:.*}` takes slashes and nothing at all, `{id:.+}` slashes, `{id}` one segment; none a newline, as in Go. */
function patternOf(route: Route): Pattern | undefined {
  if (!route.path.includes('{')) return undefined;
  const names: string[] = [];
  const source = route.path.replace(/\{(\w+)(?::(\.[*+]))?\}/g, (_whole, name: string, takes = '[^/]+') => {
    names.push(name);
    return `(${takes.replace('.', '[^\\n]')})`;
  });
  const last = lastSegment(route.path);
  return { route, regex: new RegExp(`^${source}$`), names, last: last.includes('{') ? '' : last };
}

const patternKey = (method: string, path: string, last: string) => `${method} ${firstSegment(path)} ${last}`;

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path : path.slice(0, end);
}

const lastSegment = (path: string) => path.slice(path.lastIndexOf('/') + 1);
