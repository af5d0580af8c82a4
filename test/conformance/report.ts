/**
 * Prints how many differences each scenario has, or every difference of those named:
 * `node test/conformance/report.ts RELEASE [NAME...]`.
 */
import { describeDifference } from '../../src/recording/compare/describe-difference.ts';
import { play } from './play.ts';
import { recordedDaemonOf, recordedScenarios } from './recorded-daemons.ts';

const [release, ...wanted] = process.argv.slice(2);
const daemon = recordedDaemonOf(`${release}.`);
for (const scenario of wanted.length > 0 ? wanted : recordedScenarios(daemon)) {
  const differences = await play(daemon, scenario);
  process.stdout.write(`${String(differences.length).padStart(4)} ${scenario}\n`);
  if (wanted.length > 0) process.stdout.write(`${differences.map(describeDifference).join('\n')}\n`);
}
process.exit();
