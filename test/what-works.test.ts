import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRoutes } from '../src/api/routes/all.ts';
import { surface } from './api/surface/surface.generated.ts';

/** The README's table of operations: made here, so that it is never wrong. `UPDATE_README=1` writes it. */
function whatWorks(): string {
  const handled = new Set(
    allRoutes.filter(route => route.handle !== undefined).map(route => route.operation),
  );
  const tags = new Map<string, { works: number; missing: string[] }>();
  for (const { operation, tag } of surface.filter(({ until }) => until === '1.56')) {
    const row = tags.get(tag) ?? { works: 0, missing: [] };
    tags.set(tag, row);
    if (handled.has(operation)) row.works += 1;
    else row.missing.push(operation);
  }
  const rows = [...tags].map(([tag, { works, missing }]) => {
    const total = works + missing.length;
    return `| ${tag} | ${works} of ${total} | ${missing.map(name => `\`${name}\``).join(', ') || '-'} |`;
  });
  return ['| part of the API | simulated | answers 501 |', '| --- | --- | --- |', ...rows].join('\n');
}

test('the README says which operations work', () => {
  const file = new URL('../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const made = readme.replace(
    /(<!-- what works -->\n)[\s\S]*?(<!-- \/what works -->)/,
    (_, before, after) => `${before}${whatWorks()}\n${after}`,
  );
  if (process.env.UPDATE_README) writeFileSync(file, made);
  else expect(readme).toBe(made);
});
