import type { Recording } from '../frame.ts';
import { type Asked, CHANCE, madeByClient } from './match.ts';
import type { RecordedExchange } from './recorded-exchange.ts';

/** The words that the recorded clients made up, rather than had from an answer. */
export function clientWords(
  recording: Recording,
  exchanges: readonly RecordedExchange[],
  askedOf: (exchange: RecordedExchange) => Asked,
): Set<string> {
  const answered = new Map<string, number>();
  for (const [at, frame] of recording.frames.entries()) {
    // A long stream (a blob) holds no ids that anybody asks with.
    if (!('text' in frame) || !/^(reply|output)-bytes$/.test(frame.kind)) continue;
    for (const word of frame.text.match(CHANCE) ?? []) {
      if (!answered.has(word)) answered.set(word, at);
      const short = word.slice(0, 12);
      if (!answered.has(short)) answered.set(short, at);
    }
  }
  return madeByClient(exchanges.map(askedOf), (index, word) => {
    const at = answered.get(word);
    return at !== undefined && at < (exchanges[index] as RecordedExchange).at;
  });
}
