/** Some builds of one folder, one after the other: first by a real dockerd, then by dockless. */
export interface BuildCase {
  readonly name: string;
  /** By path; `-> target` is a symbolic link, a name with a slash at its end a directory, `base64:` bytes. */
  readonly files: Readonly<Record<string, string>>;
  /** What differs from 0644, by path. */
  readonly modes?: Readonly<Record<string, number>>;
  readonly builds: readonly BuildOptions[];
}

/** `docker build`'s options. */
export interface BuildOptions {
  /** Written before the build, over the case's files. */
  readonly change?: Readonly<Record<string, string>>;
  readonly args?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly target?: string;
  /** `''` for all stages. */
  readonly noCache?: string;
  readonly platform?: string;
  readonly network?: string;
  readonly addHosts?: Readonly<Record<string, string>>;
  /** Folders of the case, or `docker-image://...`. */
  readonly contexts?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly ssh?: readonly string[];
  /** The build cache is emptied before. */
  readonly prune?: true;
  readonly cacheFrom?: string;
  readonly inlineCache?: true;
  /** The tag; `built` unless said. */
  readonly tag?: string;
}

/** What a build told and left, with what changes from run to run taken out. */
export interface BuildOutcome {
  /** Sorted by name. */
  readonly steps: readonly BuildStep[];
  /** What its linter warns of: lines, and its short sentence. */
  readonly warnings?: readonly string[];
  readonly error?: string;
  /** The Dockerfile's lines that the error points to. */
  readonly lines?: readonly number[];
  /** Its JSON, with the layers and the history of the base left out and times as `<time>`. */
  readonly image?: unknown;
  /** Each layer above the base: `drwxr-xr-x 0:0 etc/`. */
  readonly layers?: ReadonlyArray<readonly string[]>;
  /** What GET /images/NAME/json has of it, and .../history above the base. */
  readonly inspected?: unknown;
  /** The build cache as GET /system/df shows it, sorted: type, `shared`, size, `over` another, description. */
  readonly cache?: readonly string[];
}

export interface BuildStep {
  readonly name: string;
  readonly cached?: true;
  readonly error?: string;
  /** What its command wrote, all of standard output and then all of standard error. */
  readonly log?: string;
  /** Parts of it: `exporting layers`. */
  readonly parts?: readonly string[];
}
