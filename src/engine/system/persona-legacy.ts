/** A release of 2013, whose API had its own routes, errors and streams. */
export interface LegacyRelease {
  readonly version: string;
  readonly gitCommit: string;
  readonly goVersion: string;
  /** The API version whose form this release answers in, whatever a client asks for. */
  readonly form: number;
  /** Its APIVERSION constant: the newest it takes, and what a path without a version means. */
  readonly newest: number;
}

/** By moby's tags (api.go; commits), and Go as the releases themselves said it. */
export const legacyReleases: readonly LegacyRelease[] = [
  // 0.3.4 says 1.1 already; asked for 1.0 it is what the documents call 1.0.
  { version: '0.3.4', gitCommit: '8d73740', goVersion: 'go1.0.3', form: 1.0, newest: 1.1 },
  { version: '0.4.0', gitCommit: 'a8ae398', goVersion: 'go1.0.3', form: 1.1, newest: 1.1 },
  { version: '0.4.2', gitCommit: '2e7649b', goVersion: 'go1.1', form: 1.2, newest: 1.2 },
  { version: '0.5.0', gitCommit: '51f6c4a', goVersion: 'go1.1', form: 1.3, newest: 1.3 },
  { version: '0.6.0', gitCommit: 'f4a4f1c', goVersion: 'go1.1.2', form: 1.4, newest: 1.4 },
];
