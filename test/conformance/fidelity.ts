import { router } from '../../src/api/router.ts';
import { allRoutes } from '../../src/api/routes/all.ts';
import type { Difference } from '../../src/recording/compare/compare.ts';
import type { Frame, Recording } from '../../src/recording/frame.ts';
import { accepted, acceptedAtRandom, knownDifferences } from './accepted.ts';

/** Whatever is accepted, in recordings and in random histories, with its reason; then what is not closed yet. */
const REMAINING = [
  '',
  "Accepted, because Docker's answer is its machine's or chance:",
  '',
  ...[...new Set([...accepted, ...acceptedAtRandom].map(({ reason }) => `* ${reason}`))],
  '',
  'Known to differ in random histories (`npm run differential`), and not closed yet:',
  '',
  ...knownDifferences.map(text => `* ${text}`),
];

/** What became of the answers of one operation. */
interface Row {
  compared: number;
  agreed: number;
  accepted: number;
  differing: number;
}

/** Counts, over all scenarios, how the engine's answers compare to dockerd's, operation by operation. */
export class Fidelity {
  /** By release, then by operation. */
  readonly #releases = new Map<string, Map<string, Row>>();
  readonly #find = router(allRoutes);

  add(
    release: string,
    recording: Recording,
    differences: readonly Difference[],
    isAccepted: (of: Difference) => boolean,
  ): void {
    const answered = new Set(recording.frames.filter(({ kind }) => kind === 'reply').map(({ x }) => x));
    for (const frame of recording.frames) {
      if (frame.kind !== 'request' || !answered.has(frame.x)) continue;
      const own = differences.filter(({ exchange }) => exchange === frame.x);
      const row = this.#rowOf(release, frame);
      row.compared += 1;
      if (own.length === 0) row.agreed += 1;
      else if (own.every(isAccepted)) row.accepted += 1;
      else row.differing += 1;
    }
  }

  /** For the README: operations by name, beside each what came of it, a release a column. */
  table(): string {
    const releases = [...this.#releases];
    const names = [...new Set(releases.flatMap(([, rows]) => [...rows.keys()]))].sort();
    const line = (name: string, rowOf: (rows: ReadonlyMap<string, Row>) => Row | undefined) =>
      `| ${[name, ...releases.map(([, rows]) => inWords(rowOf(rows)))].join(' | ')} |`;
    return [
      `| operation | ${releases.map(([release]) => `dockerd ${release}`).join(' | ')} |`,
      `| --- |${releases.map(() => ' --- |').join('')}`,
      ...names.map(name => line(name, rows => rows.get(name))),
      line('**all**', rows => sum([...rows.values()])),
      ...REMAINING,
    ].join('\n');
  }

  #rowOf(release: string, { method, target }: Frame & { kind: 'request' }): Row {
    const path = (target.split('?', 1)[0] as string).replace(/^\/v[\d.]+(?=\/)/, '');
    const found = this.#find(method, path);
    const name = found === undefined ? 'no such operation' : `\`${found.route.operation}\``;
    const rows = this.#releases.get(release) ?? new Map<string, Row>();
    this.#releases.set(release, rows);
    const row = rows.get(name) ?? { compared: 0, agreed: 0, accepted: 0, differing: 0 };
    rows.set(name, row);
    return row;
  }
}

function sum(rows: readonly Row[]): Row {
  const total = (key: keyof Row) => rows.reduce((all, row) => all + row[key], 0);
  return {
    compared: total('compared'),
    agreed: total('agreed'),
    accepted: total('accepted'),
    differing: total('differing'),
  };
}

function inWords(row: Row | undefined): string {
  if (row === undefined) return '-';
  const { compared, agreed, accepted, differing } = row;
  const rest = [accepted > 0 && `${accepted} accepted`, differing > 0 && `**${differing} differ**`];
  return [`${agreed} of ${compared}`, ...rest.filter(part => part !== false)].join(', ');
}
