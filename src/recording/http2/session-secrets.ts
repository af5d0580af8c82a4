import { HeaderBlocks } from './hpack.ts';

/** What BuildKit asks of its client and is answered with secrets: every text of the answer is one. */
const SECRET_METHODS = new Set([
  '/moby.buildkit.secrets.v1.Secrets/GetSecret',
  '/moby.filesync.v1.Auth/Credentials',
  '/moby.filesync.v1.Auth/FetchToken',
]);

const PREFACE_BYTES = 24;
const HEADER_BYTES = 9;
const DATA = 0;
const HEADERS = 1;
const CONTINUATION = 9;
const PADDED = 0x8;
const PRIORITY = 0x20;
const END_HEADERS = 0x4;

/** What takes the place of each byte: an answer keeps its length, and stays one. */
const MASK = 0x2a;

/** Longer secrets are masked, but not looked for elsewhere. */
const LONGEST_LEARNED = 64 * 1024;

/**
 * The secrets in a build's session (POST /session), where the daemon calls and the client answers: HTTP/2, in which no
 * pattern finds them. Whatever is wrong with the bytes, they pass as they are.
 */
export class SessionSecrets {
  readonly #calls: FrameReader;
  readonly #answers: FrameReader;
  readonly #paths = new HeaderBlocks();
  /** Of calls for secrets, by the number of their stream. */
  readonly #answersOf = new Map<number, Answer>();
  #block: Uint8Array = new Uint8Array(0);
  readonly #learn: (secret: Uint8Array) => void;

  /** @param learn is told of each secret that came whole */
  constructor(learn: (secret: Uint8Array) => void) {
    this.#learn = learn;
    this.#calls = new FrameReader(PREFACE_BYTES, type => type === HEADERS || type === CONTINUATION);
    this.#answers = new FrameReader(0, (type, stream) => type === DATA && this.#answersOf.has(stream));
  }

  /** What the daemon sends. */
  called(chunk: Uint8Array): void {
    this.#calls.read(chunk, ({ type, flags, stream, payload, isLast }) => {
      this.#block = joined(this.#block, payload);
      if (!isLast) return;
      const block = type === HEADERS ? withoutPadding(this.#block, flags) : this.#block;
      if ((flags & END_HEADERS) === 0) {
        this.#block = block;
        return;
      }
      this.#block = new Uint8Array(0);
      const path = this.#paths.read(block).find(([name]) => name === ':path')?.[1] ?? '';
      if (SECRET_METHODS.has(path)) this.#answersOf.set(stream, new Answer(this.#learn));
    });
  }

  /** What the client sends, with its secrets masked: the same bytes where there are none. */
  answered(chunk: Uint8Array): Uint8Array {
    let masked: Uint8Array | undefined;
    this.#answers.read(chunk, ({ stream, at, payload }) => {
      masked ??= Uint8Array.from(chunk);
      this.#answersOf.get(stream)?.mask(masked.subarray(at, at + payload.length));
    });
    return masked ?? chunk;
  }
}

/** A part of a frame's payload, as it lies in one chunk. */
interface FramePart {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Uint8Array;
  /** Where it begins in the chunk. */
  readonly at: number;
  /** It ends the frame. */
  readonly isLast: boolean;
}

/** Goes through one direction of a connection, whose frames may lie across chunks. */
class FrameReader {
  readonly #isWanted: (type: number, stream: number) => boolean;
  #skip: number;
  #header: number[] = [];
  #left = 0;
  #broken = false;

  constructor(preface: number, isWanted: (type: number, stream: number) => boolean) {
    this.#skip = preface;
    this.#isWanted = isWanted;
  }

  read(chunk: Uint8Array, take: (part: FramePart) => void): void {
    try {
      this.#read(chunk, this.#broken ? () => {} : take);
    } catch {
      this.#broken = true;
    }
  }

  #read(chunk: Uint8Array, take: (part: FramePart) => void): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      if (this.#header.length < HEADER_BYTES) {
        this.#header.push(chunk[at] as number);
        at += 1;
        if (this.#header.length < HEADER_BYTES) continue;
        const [high = 0, middle = 0, low = 0] = this.#header;
        this.#left = (high << 16) | (middle << 8) | low;
        if (this.#left > 0) continue;
      }
      const length = Math.min(this.#left, chunk.length - at);
      this.#left -= length;
      const [, , , type = 0, flags = 0, ...id] = this.#header;
      const stream = id.reduce((number, byte) => number * 256 + byte, 0);
      if (this.#left === 0) this.#header = [];
      const payload = chunk.subarray(at, at + length);
      if (this.#isWanted(type, stream)) take({ type, flags, stream, payload, at, isLast: this.#left === 0 });
      at += length;
    }
  }
}

/** gRPC messages of protobuf, as their bytes come: the content of every field with a length is masked. */
class Answer {
  readonly #learn: (secret: Uint8Array) => void;
  #prefix: number[] = [];
  #messageLeft = 0;
  #state: 'tag' | 'number' | 'fixed' | 'length' | 'content' = 'tag';
  #kind: 'number' | 'fixed' | 'length' = 'number';
  #length = 0;
  #shift = 0;
  #content: number[] = [];

  constructor(learn: (secret: Uint8Array) => void) {
    this.#learn = learn;
  }

  mask(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = this.#next(bytes[at] as number);
  }

  #next(byte: number): number {
    if (this.#messageLeft === 0) {
      this.#prefix.push(byte);
      if (this.#prefix.length < 5) return byte;
      const [, ...length] = this.#prefix;
      this.#messageLeft = length.reduce((number, each) => number * 256 + each, 0);
      // What is compressed is no message to us: all of it is masked.
      this.#state = this.#prefix[0] === 0 ? 'tag' : 'content';
      this.#length = this.#prefix[0] === 0 ? 0 : this.#messageLeft;
      this.#prefix = [];
      return byte;
    }
    this.#messageLeft -= 1;
    return this.#field(byte);
  }

  #field(byte: number): number {
    switch (this.#state) {
      case 'tag':
        if (this.#shift === 0) this.#beginField(byte & 7);
        this.#shift = byte < 0x80 ? 0 : this.#shift + 7;
        if (byte < 0x80) this.#state = this.#kind;
        return byte;
      case 'fixed':
        this.#length -= 1;
        if (this.#length === 0) this.#state = 'tag';
        return byte;
      case 'number':
        if (byte < 0x80) this.#state = 'tag';
        return byte;
      case 'length':
        this.#length += (byte & 0x7f) * 2 ** this.#shift;
        this.#shift += 7;
        if (byte >= 0x80) return byte;
        this.#shift = 0;
        this.#state = this.#length === 0 ? 'tag' : 'content';
        return byte;
      case 'content':
        if (this.#content.length < LONGEST_LEARNED) this.#content.push(byte);
        this.#length -= 1;
        if (this.#length === 0) this.#endOfContent();
        return MASK;
    }
  }

  /** By its wire type: what comes after the tag. */
  #beginField(wireType: number): void {
    this.#kind = ({ 0: 'number', 1: 'fixed', 2: 'length', 5: 'fixed' } as const)[wireType] ?? 'number';
    this.#length = wireType === 1 ? 8 : wireType === 5 ? 4 : 0;
  }

  #endOfContent(): void {
    if (this.#content.length < LONGEST_LEARNED) this.#learn(Uint8Array.from(this.#content));
    this.#content = [];
    this.#state = 'tag';
  }
}

function withoutPadding(payload: Uint8Array, flags: number): Uint8Array {
  const padding = (flags & PADDED) === 0 ? 0 : (payload[0] ?? 0);
  const start = ((flags & PADDED) === 0 ? 0 : 1) + ((flags & PRIORITY) === 0 ? 0 : 5);
  return payload.subarray(start, payload.length - padding);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return Uint8Array.from(other);
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
