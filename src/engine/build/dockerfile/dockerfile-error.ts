import { DockerError } from '../../errors.ts';
import type { LineRange } from './node.ts';

/** What is wrong with a Dockerfile, and where. */
export class DockerfileError extends DockerError {
  readonly lines: LineRange;

  constructor(message: string, lines: LineRange) {
    super('invalidParameter', message);
    this.lines = lines;
  }
}
