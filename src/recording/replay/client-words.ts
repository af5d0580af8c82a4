import type { Recording } from '../frame.ts';
import { type Asked, CHANCE, madeByClient } from './match.ts';
import type { RecordedExchange } from './recorded-exchange.ts';

/**
 * The words that the recorded clients made up, rather than had from an answer.
 *
 * @param told what the daemon said beside the replies' text, and where
 * @param exchanges in the order of their requests
 */
export function clientWords(
  recording: Recording,
  told: ReadonlyArray<{ readonly at: number; readonly text: string }>,
  exchanges: readonly RecordedExchange[],
  askedOf: (exchange: RecordedExchange) => Asked,
): Set<string> {
  const answered = new Map<string, number>();
  const answer = (word: string, at: number) => {
    answered.set(word, Math.min(at, answered.get(word) ?? at));
  };
  // A long stream (a blob) holds no ids that anybody asks with.
  const replies = recording.frames.flatMap((frame, at) =>
    'text' in frame && /^(reply|output)-bytes$/.test(frame.kind) ? [{ at, text: frame.text }] : [],
  );
  for (const { at, text } of [...replies, ...told]) {
    for (const word of text.match(CHANCE) ?? []) {
      answer(word, at);
      answer(word.slice(0, 12), at);
    }
  }
  return madeByClient(exchanges.map(askedOf), (index, word) => {
    const at = answered.get(word);
    return at !== undefined && at < (exchanges[index] as RecordedExchange).at;
  });
}
