/** One instruction of a Dockerfile as its lines give it: names and arguments, nothing checked yet. */
export interface DockerfileNode {
  /** The instruction as it was written, `run` or `RUN`. */
  readonly name: string;
  /** `--chown=1`, with quotes and escapes taken off. */
  readonly flags: readonly string[];
  /** Words; for ENV and LABEL threes of name, value and what stood between them (`=`, or nothing in the old form). */
  readonly args: readonly string[];
  /** The arguments were a JSON list: exec form. */
  readonly json: boolean;
  /** Its whole line, continuation lines joined. */
  readonly original: string;
  /** Counted from 1. */
  readonly line: number;
  readonly heredocs: readonly Heredoc[];
}

export interface Heredoc {
  readonly name: string;
  /** `<<-`: leading tabs go. */
  readonly chomp: boolean;
  readonly expand: boolean;
  readonly content: string;
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  readonly nodes: readonly DockerfileNode[];
  /** `\` or a backtick. */
  readonly escapeToken: string;
  /** Lines that were continued by an empty one: dockerd warns of them. */
  readonly emptyContinuations: readonly string[];
}
