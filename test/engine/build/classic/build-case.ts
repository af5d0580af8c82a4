/** What one build is made of, and what is asked of it afterwards. */
export interface BuildCase {
  readonly name: string;
  /**
   * The context: contents by path; a path with a slash at its end is a directory, `-> target` a symbolic link,
   * `base64:` what is no text.
   */
  readonly files: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Commands to run in the image. */
  readonly run?: ReadonlyArray<readonly string[]>;
  /** Built before it, for the cache or as a base. */
  readonly before?: ReadonlyArray<Omit<BuildCase, 'name'>>;
  readonly apiVersion?: string;
  /** Sent instead of an archive of `files`. */
  readonly body?: string;
}

/** A build of a Dockerfile, with what else it needs. */
export const dockerfile = (text: string, more: Partial<BuildCase> = {}): Omit<BuildCase, 'name'> => ({
  ...more,
  files: { Dockerfile: text, ...more.files },
});
