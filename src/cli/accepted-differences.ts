import { readFileSync } from 'node:fs';
import type { Difference } from '../recording/compare/compare.ts';

/** A difference that may stay, and why. */
export interface AcceptedDifference {
  readonly reason: string;
  /** `[2] GET /info: body Name`: which entry of the file it is. */
  readonly inWords: string;
  matches(difference: Difference): boolean;
}

/**
 * Reads what `verify --accept FILE` names: a JSON list of objects with `operation` and `where`, regular expressions that
 * are searched for in what `verify --json` calls so, and a `reason`.
 *
 * @throws a sentence that names the entry that cannot be used
 */
export function acceptedIn(file: string): AcceptedDifference[] {
  const list = parsed(file);
  if (!Array.isArray(list))
    throw new Error(`${file} must be a list of objects with operation, where and reason`);
  return list.map((entry, index) => accepted(entry, `[${index}]`, file));
}

function accepted(entry: unknown, place: string, file: string): AcceptedDifference {
  const [operation, where, reason] = ['operation', 'where', 'reason'].map(name => {
    const value = (entry as Record<string, unknown> | null)?.[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`${file}: ${place} needs ${name}, a string that is not empty`);
  }) as [string, string, string];
  const operationPattern = pattern(operation, `${file}: ${place}.operation`);
  const wherePattern = pattern(where, `${file}: ${place}.where`);
  return {
    reason,
    inWords: `${place} ${operation}: ${where}`,
    matches: difference => operationPattern.test(difference.operation) && wherePattern.test(difference.where),
  };
}

function pattern(source: string, place: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    throw new Error(`${place} is no regular expression: ${(error as Error).message}`);
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read the accepted differences in ${file}: ${(error as Error).message}`);
  }
}
