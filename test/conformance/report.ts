/** Prints every difference of the scenarios given, or a line a scenario: `node test/conformance/report.ts [NAME...]`. */
import { readdirSync } from 'node:fs';
import { describeDifference, play, RECORDINGS } from './play.ts';

const wanted = process.argv.slice(2);
const recorded = readdirSync(RECORDINGS).filter(name => !name.includes('.'));
for (const scenario of wanted.length > 0 ? wanted : recorded) {
  const differences = await play(scenario);
  process.stdout.write(`${String(differences.length).padStart(4)} ${scenario}\n`);
  if (wanted.length > 0) process.stdout.write(`${differences.map(describeDifference).join('\n')}\n`);
}
process.exit();
