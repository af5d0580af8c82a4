import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, FrameSink, Recording, RecordingHeader } from './frame.ts';
import { decodeBytes } from './frame-bytes.ts';

const FRAMES = 'recording.ndjson';

/** Chunks above this go to a file of their own, named by their digest, so that the frames stay readable. */
const BLOB_BYTES = 64 * 1024;

/**
 * Starts a recording in an empty or new folder. Each frame is on disk, as far as the operating system takes it,
 * before the next byte is passed on: a crash loses at most a line that is half written.
 */
export function createRecording(folder: string, header: RecordingHeader): FrameSink {
  const file = join(folder, FRAMES);
  if (existsSync(file)) throw new Error(`${folder} already holds a recording: give another folder`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(header)}\n`);
  return {
    write(frame, bytes) {
      const large = bytes !== undefined && bytes.length > BLOB_BYTES;
      appendFileSync(file, `${JSON.stringify(large ? withBlob(folder, frame, bytes) : frame)}\n`);
    },
  };
}

/**
 * Reads a recording. A last line that is torn is left out.
 * @throws a sentence where the folder holds none, or one of a newer format.
 */
export function readRecording(folder: string): Recording {
  const file = join(folder, FRAMES);
  if (!existsSync(file)) throw new Error(`${folder} holds no recording: ${FRAMES} is missing`);
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop(); // empty, or torn
  const header = JSON.parse(lines.shift() ?? '{}') as RecordingHeader;
  if (header.recording !== 'dockless') throw new Error(`${file} is not a recording of dockless`);
  if (header.format !== 1)
    throw new Error(`${file} has format ${header.format}: this dockless reads format 1`);
  const readBlob = (digest: string) => new Uint8Array(readFileSync(join(folder, 'blobs', digest)));
  return {
    header,
    frames: lines.map(line => JSON.parse(line) as Frame),
    bytes: frame => decodeBytes(frame, readBlob),
  };
}

function withBlob(folder: string, frame: Frame, bytes: Uint8Array): Frame {
  const { text, base64, ...rest } = frame as Frame & { text?: string; base64?: string };
  const digest = createHash('sha256').update(bytes).digest('hex');
  const blobs = join(folder, 'blobs');
  mkdirSync(blobs, { recursive: true });
  if (!existsSync(join(blobs, digest))) writeFileSync(join(blobs, digest), bytes);
  return { ...rest, blob: digest, length: bytes.length } as Frame;
}
