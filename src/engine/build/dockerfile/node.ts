/** Lines of a Dockerfile, counted from 1, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

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
  /** Its first line, counted from 1, and its last one: of its last heredoc where it has some. */
  readonly line: number;
  readonly endLine: number;
  readonly heredocs: readonly Heredoc[];
  /** It was continued by an empty line. */
  readonly hasEmptyContinuation?: true;
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
