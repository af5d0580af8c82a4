/** A stretch of an expanded word. */
export interface Segment {
  readonly s: string;
  /** Quoted: neither split nor a pattern. */
  readonly quoted: boolean;
  /** Came from an expansion: to be split at IFS. */
  readonly splits: boolean;
}

/** Between two positional parameters of `$@`. */
export const FIELD_BREAK = 'break';
export type Piece = Segment | typeof FIELD_BREAK;
export type Field = Segment[];

/** Splits an expanded word into fields as POSIX 2.6.5 says. */
export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const whitespace = [...ifs].filter(c => c === ' ' || c === '\t' || c === '\n').join('');
  const splitter: Splitter = { fields: [], current: undefined, ifs, whitespace, after: 'nothing' };
  for (const piece of pieces) {
    if (piece === FIELD_BREAK) {
      endField(splitter, false);
      splitter.after = 'nothing';
    } else if (piece.splits && !piece.quoted) splitSegment(splitter, piece);
    else {
      if (piece.s === '' && !piece.quoted) continue;
      addTo(splitter, piece);
      splitter.after = 'nothing';
    }
  }
  endField(splitter, false);
  return splitter.fields;
}

interface Splitter {
  readonly fields: Field[];
  current: Field | undefined;
  readonly ifs: string;
  readonly whitespace: string;
  /** What ended the last field: white space may still be part of a following delimiter. */
  after: 'nothing' | 'whitespace';
}

function endField(splitter: Splitter, keepEmpty: boolean): void {
  if (splitter.current) splitter.fields.push(splitter.current);
  else if (keepEmpty) splitter.fields.push([]);
  splitter.current = undefined;
}

function addTo(splitter: Splitter, segment: Segment): void {
  splitter.current ??= [];
  splitter.current.push(segment);
}

function splitSegment(splitter: Splitter, segment: Segment): void {
  let text = '';
  const flush = () => {
    if (text === '') return;
    addTo(splitter, { s: text, quoted: false, splits: true });
    text = '';
  };
  for (const c of segment.s) {
    if (!splitter.ifs.includes(c)) {
      text += c;
      splitter.after = 'nothing';
      continue;
    }
    flush();
    if (splitter.whitespace.includes(c)) {
      if (splitter.current) {
        endField(splitter, false);
        splitter.after = 'whitespace';
      }
    } else {
      if (splitter.after !== 'whitespace') endField(splitter, true);
      splitter.after = 'nothing';
    }
  }
  flush();
}
