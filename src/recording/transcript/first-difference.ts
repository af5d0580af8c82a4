import type { TranscribedCall, Transcript } from './transcribe.ts';

/** How many bytes are shown before and after the first that differs. */
const BEFORE = 60;
const AFTER = 30;

/** Where two transcripts part, in a sentence; undefined where they are equal. */
export function firstDifference(one: Transcript, other: Transcript): string | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const found = differenceOf(one[index], other[index]);
    if (found !== undefined) return `call ${index + 1}, ${found}`;
  }
  return undefined;
}

function differenceOf(
  one: TranscribedCall | undefined,
  other: TranscribedCall | undefined,
): string | undefined {
  if (one?.call !== other?.call) {
    return `${other?.call ?? 'nothing any more'} where there was ${one?.call ?? 'nothing any more'}`;
  }
  return (
    bytesDiffer(`${one?.call}, in what was asked`, one?.request, other?.request) ??
    bytesDiffer(`${one?.call}, in the answer`, one?.reply, other?.reply)
  );
}

function bytesDiffer(
  where: string,
  one: Uint8Array = new Uint8Array(),
  other: Uint8Array = new Uint8Array(),
): string | undefined {
  const length = Math.max(one.length, other.length);
  let at = 0;
  while (at < length && one[at] === other[at]) at += 1;
  if (at === length) return undefined;
  const excerpt = (bytes: Uint8Array) => {
    const text = (from: number, to: number) => new TextDecoder().decode(bytes.slice(Math.max(from, 0), to));
    return JSON.stringify(`${text(at - BEFORE, at)}>>>${text(at, at + AFTER)}`);
  };
  return `${where}, at byte ${at}:\n  first ${excerpt(one)}\n  then  ${excerpt(other)}`;
}
