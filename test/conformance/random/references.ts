import type { Answer, Docker } from '../client.ts';
import type { RandomCall } from './draw.ts';

/**
 * Stands in random calls for what a daemon makes up: `<id:xx>`, `<short:xx>` and `<prefix:xx>` for a container's id,
 * `<image:mine>` and `<shortimage:mine>`, `<network:n1>`, `<exec>` for the latest exec.
 */
const REFERENCE = /<(id|short|prefix|image|shortimage|network|exec)(?::([^>]*))?>/g;

const PLACES: Record<string, string> = { image: 'images', shortimage: 'images', network: 'networks' };

/** What one daemon has made up in a history. */
export class References {
  readonly #docker: Docker;
  #exec = 'noexec';
  /** What the latest call's references stood for, in their order. */
  resolved: string[] = [];

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  async resolve(call: RandomCall): Promise<RandomCall> {
    this.resolved = [];
    const text = JSON.stringify(call);
    if (!text.includes('<')) return call;
    const values = new Map<string, string>();
    for (const [reference, kind = '', name = ''] of text.matchAll(REFERENCE)) {
      if (!values.has(reference)) values.set(reference, await this.#value(kind, name));
    }
    this.resolved = [...values.values()];
    return JSON.parse(text.replace(REFERENCE, reference => values.get(reference) as string));
  }

  note({ method, path }: RandomCall, { status, text }: Pick<Answer, 'status' | 'text'>): void {
    if (status === 201 && method === 'POST' && path.endsWith('/exec')) this.#exec = JSON.parse(text).Id;
  }

  async #value(kind: string, name: string): Promise<string> {
    if (kind === 'exec') return this.#exec;
    const place = PLACES[kind] ?? 'containers';
    const answer = await this.#docker.get(`/${place}/${name}${place === 'networks' ? '' : '/json'}`);
    const id: string = answer.status === 200 ? answer.json.Id : `gone${name}`;
    if (kind === 'short') return id.slice(0, 12);
    if (kind === 'prefix') return id.slice(0, 8);
    return kind === 'shortimage' ? id.replace('sha256:', '').slice(0, 12) : id;
  }
}
