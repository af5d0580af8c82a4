/** A command of the build failed: its exit code stands beside the sentence. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}
