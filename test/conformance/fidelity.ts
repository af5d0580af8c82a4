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
  readonly #rows = new Map<string, Row>();
  readonly #find = router(allRoutes);

  add(
    recording: Recording,
    differences: readonly Difference[],
    isAccepted: (of: Difference) => boolean,
  ): void {
    const answered = new Set(recording.frames.filter(({ kind }) => kind === 'reply').map(({ x }) => x));
    for (const frame of recording.frames) {
      if (frame.kind !== 'request' || !answered.has(frame.x)) continue;
      const own = differences.filter(({ exchange }) => exchange === frame.x);
      const row = this.#rowOf(frame);
      row.compared += 1;
      if (own.length === 0) row.agreed += 1;
      else if (own.every(isAccepted)) row.accepted += 1;
      else row.differing += 1;
    }
  }

  /** For the README: operations by name, and what all of them make. */
  table(): string {
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (key: keyof Row) => rows.reduce((total, [, row]) => total + row[key], 0);
    const all = {
      compared: sum('compared'),
      agreed: sum('agreed'),
      accepted: sum('accepted'),
      differing: sum('differing'),
    };
    return [
      '| operation | answers compared | agree | accepted | differ |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(([name, row]) => line(name, row)),
      line('**all**', all),
      ...REMAINING,
    ].join('\n');
  }

  #rowOf({ method, target }: Frame & { kind: 'request' }): Row {
    const path = (target.split('?', 1)[0] as string).replace(/^\/v[\d.]+(?=\/)/, '');
    const found = this.#find(method, path);
    const name = found === undefined ? 'no such operation' : `\`${found.route.operation}\``;
    const row = this.#rows.get(name) ?? { compared: 0, agreed: 0, accepted: 0, differing: 0 };
    this.#rows.set(name, row);
    return row;
  }
}

function line(name: string, { compared, agreed, accepted, differing }: Row): string {
  return `| ${name} | ${compared} | ${agreed} | ${accepted} | ${differing} |`;
}
