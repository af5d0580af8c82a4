import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { LineRange } from '../../dockerfile/node.ts';
import type { FrontendOptions } from '../frontend/frontend-options.ts';

/** What one step does: plain data, without names, so that the same work has the same digest wherever it stands. */
export type Operation = ImageSource | LocalSource | HttpSource | GitSource | FileOperation | RunOperation;

/** An image that is there by now. */
export interface ImageSource {
  readonly kind: 'image';
  /** The whole name, with a digest where it was brought from a registry. */
  readonly reference: string;
  readonly chainIds: readonly string[];
}

/** A directory of the client. */
export interface LocalSource {
  readonly kind: 'local';
  /** `context`, or a named context. Which of its files are needed is known once all steps are. */
  readonly directory: string;
  /** Of a named context: what is asked for, and which ignore patterns it has. */
  readonly wanted?: readonly string[];
  readonly exclude?: readonly string[];
}

/** ADD of what lies elsewhere. */
export interface HttpSource {
  readonly kind: 'http';
  readonly url: string;
}

export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
}

/** Changes files without a process. Input 0 is what is changed; without a base it is nothing. */
export interface FileOperation {
  readonly kind: 'files';
  readonly hasBase: boolean;
  readonly actions: readonly FileAction[];
  /** What new files and directories are dated with; undefined: now. */
  readonly timeNs?: bigint;
}

export type FileAction = MakeDirectory | MakeFile | CopyFiles;

export interface MakeDirectory {
  readonly type: 'mkdir';
  readonly path: string;
  readonly mode: number;
  /** As USER and --chown have it; empty for root. */
  readonly owner: string;
}

export interface MakeFile {
  readonly type: 'mkfile';
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

export interface CopyFiles {
  readonly type: 'copy';
  /** Which of the operation's inputs it copies from. */
  readonly input: number;
  readonly source: string;
  /** With a slash at its end where it is a directory. */
  readonly destination: string;
  readonly owner: string;
  /** Octal or symbolic; empty: they stay as they are. */
  readonly mode: string;
  readonly exclude: readonly string[];
  /** Archives are unpacked. */
  readonly unpack: boolean;
  /** The source may be a pattern, and a link that is followed. */
  readonly isPattern: boolean;
}

/** Runs a process over input 0. */
export interface RunOperation {
  readonly kind: 'run';
  readonly hasBase: boolean;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly network: string;
  readonly hostname: string;
  readonly extraHosts: ReadonlyArray<{ readonly host: string; readonly address: string }>;
  /** `NAME=value` for the process that the cache does not look at. */
  readonly proxy: readonly string[];
  readonly shmSize: number;
  readonly ulimits: FrontendOptions['ulimits'];
  readonly mounts: readonly RunMount[];
  readonly secretEnv: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly required: boolean;
  }>;
}

export type RunMount = BindMount | CacheMount | TmpfsMount | SecretMount | SshMount;

export interface BindMount {
  readonly type: 'bind';
  readonly target: string;
  readonly input: number;
  readonly source: string;
  readonly readOnly: boolean;
}

export interface CacheMount {
  readonly type: 'cache';
  readonly target: string;
  readonly id: string;
  readonly sharing: string;
  /** What a new one begins with: an input, or nothing. */
  readonly input?: number;
  readonly source: string;
  readonly readOnly: boolean;
}

export interface TmpfsMount {
  readonly type: 'tmpfs';
  readonly target: string;
  readonly size: number;
}

export interface SecretMount extends ClientMount {
  readonly type: 'secret';
}

export interface SshMount extends ClientMount {
  readonly type: 'ssh';
}

/** One file, which the client gives. */
interface ClientMount {
  readonly target: string;
  readonly id: string;
  readonly required: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** An operation in a build's graph, with what clients are shown of it. */
export interface Step {
  readonly operation: Operation;
  readonly inputs: readonly Step[];
  /** Of the operation and its inputs: steps of one digest are done once. */
  readonly digest: string;
  readonly name: string;
  readonly lines?: LineRange;
  /** `--no-cache`: done anew. */
  readonly ignoreCache: boolean;
}

/** What clients see of a step. */
export type StepFace = Pick<Step, 'name'> & Partial<Pick<Step, 'lines' | 'ignoreCache'>>;

export function stepOf(operation: Operation, inputs: readonly Step[], face: StepFace): Step {
  const digest = digestOf([operation, inputs.map(input => input.digest)]);
  return { ignoreCache: false, ...face, operation, inputs, digest };
}

/** The digest of plain data; the order of keys counts. */
export function digestOf(facts: unknown): string {
  const text = JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  return `sha256:${bytesToHex(sha256(new TextEncoder().encode(text)))}`;
}
