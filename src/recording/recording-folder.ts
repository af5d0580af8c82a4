import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Frame, FrameBytes, FrameSink, Recording, RecordingHeader } from './frame.ts';
import { decodeBytes, encodeBytes } from './frame-bytes.ts';
import { Scrubber } from './scrub.ts';

const FRAMES = 'recording.ndjson';
const BLOBS = 'blobs';

/** What a stream carries beyond this goes to a file of its own, so that the frames stay readable. */
const INLINE_BYTES = 64 * 1024;

/**
 * Starts a recording in an empty or new folder. A crash loses no more than what crossed in the turn of the event loop
 * that it interrupts: the last frame, or a line that is half written. The bytes of a long stream go
 * to `blobs/<exchange>-<kind>` as they come; nothing grows in memory.
 *
 * @param known what the header says of the daemon and the client; all of it may be left out
 */
export function createRecording(folder: string, known: Partial<RecordingHeader> = {}): FrameSink {
  const header: RecordingHeader = {
    recording: 'dockless',
    format: 1,
    startedAt: new Date().toISOString(),
    ...known,
    scrubbed: known.scrubbed ?? new Scrubber().described,
  };
  const file = join(folder, FRAMES);
  if (existsSync(file)) throw new Error(`${folder} already holds a recording: give another folder`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(header)}\n`);
  return new FolderSink(openSync(file, 'a'), join(folder, BLOBS));
}

/** Sinks with lines that are not written yet: a process that ends by itself leaves none. */
const unwritten = new Set<FolderSink>();
let watchesExit = false;

/**
 * What crosses in one turn of the event loop is written at its end in one go, and no later than the end of what it
 * belongs to. The bytes of long streams are written at once.
 */
class FolderSink implements FrameSink {
  readonly #frames: number;
  readonly #blobs: BlobWriter;
  #lines = '';
  /** The disk is full, or gone: nothing more is written, and exchanges fail with it. */
  #failure: unknown;

  constructor(frames: number, blobs: string) {
    this.#frames = frames;
    this.#blobs = new BlobWriter(blobs);
    if (!watchesExit) {
      process.on('exit', () => {
        for (const sink of unwritten) sink.flush();
      });
    }
    watchesExit = true;
  }

  write(frame: Parameters<FrameSink['write']>[0], bytes?: Uint8Array): void {
    if (bytes !== undefined) {
      const [content] = this.#blobs.put(`${frame.x}-${frame.kind}`, [bytes]);
      this.#add({ ...frame, ...content });
      return;
    }
    this.#add(frame);
    this.#blobs.ended(frame.x, frame.kind);
    if (frame.kind !== 'request' && frame.kind !== 'reply') this.flush();
  }

  writePieces(frame: Parameters<FrameSink['writePieces']>[0], pieces: readonly Uint8Array[]): void {
    const { cut, ...whole } = frame;
    const contents = this.#blobs.put(`${frame.x}-${frame.kind}`, pieces);
    for (const [index, content] of contents.entries()) {
      this.#add(
        cut && index === contents.length - 1 ? { ...whole, cut, ...content } : { ...whole, ...content },
      );
    }
    this.flush();
  }

  flush(): void {
    unwritten.delete(this);
    if (this.#lines === '') return;
    const lines = Buffer.from(this.#lines);
    this.#lines = '';
    for (let at = 0; at < lines.length; ) at += writeSync(this.#frames, lines, at);
  }

  #add(frame: object): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#lines += `${JSON.stringify(frame)}\n`;
    if (unwritten.has(this)) return;
    unwritten.add(this);
    process.nextTick(() => {
      try {
        this.flush();
      } catch (error) {
        this.#failure = error;
      }
    });
  }
}

/** Where each stream stands, and the files of the long ones. */
class BlobWriter {
  readonly #folder: string;
  readonly #streams = new Map<string, { inline: number; fd: number | undefined; offset: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  put(name: string, pieces: readonly Uint8Array[]): FrameBytes[] {
    const stream = this.#streams.get(name) ?? { inline: 0, fd: undefined, offset: 0 };
    this.#streams.set(name, stream);
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    stream.inline += length;
    if (stream.inline <= INLINE_BYTES) return pieces.map(encodeBytes);
    if (stream.fd === undefined) {
      mkdirSync(this.#folder, { recursive: true });
      stream.fd = openSync(join(this.#folder, name), 'a');
      stream.offset = fstatSync(stream.fd).size; // a client may go away before the last bytes come
    }
    writeAll(stream.fd, pieces, length);
    return pieces.map(piece => {
      const { offset } = stream;
      stream.offset += piece.length;
      return { blob: name, offset, length: piece.length };
    });
  }

  /** `request-end` ends `request-bytes`, and so on; after the daemon's last byte nothing is left to write. */
  ended(x: number, kind: string): void {
    if (kind === 'request' || kind === 'reply') return;
    const over = /^(reply-end|output-end|abort|broken)$/.test(kind)
      ? ['request-bytes', 'reply-bytes', 'input-bytes', 'output-bytes']
      : [kind.replace(/-end$/, '-bytes')];
    for (const stream of over) {
      const name = `${x}-${stream}`;
      const fd = this.#streams.get(name)?.fd;
      if (fd !== undefined) closeSync(fd);
      this.#streams.delete(name);
    }
  }
}

function writeAll(fd: number, pieces: readonly Uint8Array[], length: number): void {
  const written = pieces.length === 1 ? writeSync(fd, pieces[0] as Uint8Array) : writevSync(fd, pieces);
  if (written === length) return;
  const rest = Buffer.concat(pieces).subarray(written); // a disk that is nearly full
  for (let at = 0; at < rest.length; ) at += writeSync(fd, rest, at);
}

export interface ReadRecordingOptions {
  /** Told, in a sentence, of a last line that is torn. Default: nobody is told. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Reads a recording. A last line that is torn, as a crash leaves it, is left out.
 * @throws a sentence where the folder holds none, or one of a newer format.
 */
export function readRecording(
  folder: string,
  { onWarning = () => {} }: ReadRecordingOptions = {},
): Recording {
  const file = join(folder, FRAMES);
  if (!existsSync(file)) throw new Error(`${folder} holds no recording: ${FRAMES} is missing`);
  const lines = readFileSync(file, 'utf8').split('\n');
  if (lines.pop() !== '') onWarning(`${file}: the last line is torn, as a crash leaves it, and is left out`);
  const header = headerOfLine(lines.shift() ?? '{}', file);
  return {
    header,
    // Bytes that were held back for a secret they might begin with are written late.
    frames: lines.map((line, index) => parseFrame(line, file, index + 2)).sort((a, b) => a.t - b.t),
    bytes: frame => decodeBytes(frame, (name, offset, length) => readBlob(folder, name, offset, length)),
  };
}

function headerOfLine(line: string, file: string): RecordingHeader {
  const header = parseLine(line) as RecordingHeader | undefined;
  if (header?.recording !== 'dockless') throw new Error(`${file} is not a recording of dockless`);
  if (header.format !== 1) {
    throw new Error(
      `${file} has format ${header.format}, and this dockless reads format 1: use a newer dockless`,
    );
  }
  return header;
}

function parseFrame(line: string, file: string, number: number): Frame {
  const frame = parseLine(line);
  if (frame === undefined) throw new Error(`${file}:${number} is no frame of a recording: it is not JSON`);
  return frame as Frame;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readBlob(folder: string, name: string, offset: number | undefined, length: number): Uint8Array {
  // A name comes from a file that somebody sent: it must not lead out of the folder.
  if (!/^[\w-]+$/.test(name)) throw new Error(`${folder}: ${name} is no name of a blob`);
  const path = join(folder, BLOBS, name);
  if (offset === undefined) return new Uint8Array(readFileSync(path));
  const bytes = new Uint8Array(length);
  const fd = openSync(path, 'r');
  try {
    if (readSync(fd, bytes, 0, length, offset) < length) throw new Error(`${path} is cut short`);
    return bytes;
  } finally {
    closeSync(fd);
  }
}
