import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Its version asks for Node 22.22; where that is not there, its tests are skipped and say so. */
export const tooOldFor = (): string | undefined => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 22) ? undefined : 'Testcontainers 12 needs Node 22.22';
};

/** Plays every flow against whatever DOCKER_HOST leads to. Imported late, since Testcontainers reads its settings once. */
export function testFlows(way: string, names: readonly string[] = Object.keys(recorded)): void {
  for (const name of names) {
    test.skipIf(tooOldFor() !== undefined)(
      `testcontainers ${way}: ${name}`,
      { timeout: 60_000 },
      async () => {
        const { flows } = await import('./flows.ts');
        const seen = await (flows[name] as () => Promise<unknown>)();
        expect(JSON.parse(JSON.stringify(seen))).toEqual(recorded[name]);
      },
    );
  }
}

const recorded: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
);
