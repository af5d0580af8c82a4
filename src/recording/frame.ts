import type { RawHeaders } from '../exchange/exchange.ts';

/** The first line of a recording. */
export interface RecordingHeader {
  readonly recording: 'dockless';
  readonly format: 1;
  /** When recording began, RFC 3339: offsets count from here. */
  readonly startedAt: string;
  /** What answered, as its GET /version says it; absent where it was not asked. */
  readonly daemon?: {
    readonly version: string;
    readonly apiVersion: string;
    readonly minApiVersion: string;
    /** Its DockerRootDir: mount points and logs lie below it. */
    readonly dataRoot?: string;
  };
  /** What asked: a scenario, or a client's User-Agent. */
  readonly client?: string;
  /** What was replaced before it reached the disk, in words. */
  readonly scrubbed: readonly string[];
}

/**
 * Bytes of a frame: as text where they are UTF-8, since recordings are read by people too. What follows the first
 * bytes of a long stream lies in a file of `blobs/`, at an offset.
 */
export type FrameBytes =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly blob: string; readonly offset?: number; readonly length: number };

export type BytesKind = 'request-bytes' | 'reply-bytes' | 'input-bytes' | 'output-bytes';

/** What crossed between client and daemon. */
export type FrameContent =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly target: string;
      readonly headers: RawHeaders;
    }
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly reason?: string;
      readonly headers: RawHeaders;
      /** The connection is the stream's from here on: `input` from the client, `output` to it. */
      readonly hijack?: true;
    }
  | ({
      readonly kind: BytesKind;
      /** The HTTP chunk goes on in the next frame of this kind: one read did not hold all of it. */
      readonly cut?: true;
    } & FrameBytes)
  | { readonly kind: 'request-end' | 'reply-end' | 'input-end' | 'output-end' }
  /** The client went away before the reply was complete. */
  | { readonly kind: 'abort' }
  /** The daemon dropped the connection. */
  | { readonly kind: 'broken'; readonly message: string };

/** `x` numbers the exchange; `t` is microseconds since the recording began. */
export type Frame = { readonly x: number; readonly t: number } & FrameContent;

type WithoutBytes<F> = F extends { readonly kind: BytesKind }
  ? { readonly kind: F['kind']; readonly cut?: true }
  : F;

/** What crossed, its bytes apart. */
export type FrameHead = WithoutBytes<FrameContent>;

/** Where frames go. */
export interface FrameSink {
  /** `bytes` are there with every kind that has some, and are not kept by reference. */
  write(frame: { readonly x: number; readonly t: number } & FrameHead, bytes?: Uint8Array): void;
  /** As `write` for each of the pieces, which came together. `cut` is the last one's. */
  writePieces(
    frame: { readonly x: number; readonly t: number; readonly kind: BytesKind; readonly cut?: true },
    pieces: readonly Uint8Array[],
  ): void;
}

/** A recording, read back. */
export interface Recording {
  readonly header: RecordingHeader;
  readonly frames: readonly Frame[];
  /** The bytes of a frame that has some. */
  bytes(frame: Frame): Uint8Array;
}
