import { PERSONA } from './persona.ts';
import { type LegacyRelease, legacyReleases } from './persona-legacy.ts';

/** How a daemon refuses a version of the API that it does not speak. */
export interface VersionRefusal {
  /** To a version above its own; without it every newer version is taken for its newest one. */
  readonly tooNew?: {
    readonly status: number;
    readonly sentence: (client: string, newest: string) => string;
  };
  /** Whether the refusal bears the headers that say who refuses. */
  readonly hasHeaders: boolean;
  /** Errors are JSON from this version on (moby api/server/server.go); `undefined`: never. */
  readonly jsonErrorsFrom: string | undefined;
}

/** What a release of the daemon says of itself, and where its API begins and ends. */
export interface DaemonPersona {
  /** As `createEngine` is asked for it: `28.5`. */
  readonly daemon: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly minApiVersion: string;
  readonly gitCommit: string;
  readonly goVersion: string;
  /** Of the tag's commit, where it is not recorded. */
  readonly buildTime: string;
  readonly refusal: VersionRefusal;
  /** The common headers, in alphabetical order. */
  readonly headers: ReadonlyArray<'Api-Version' | 'Docker-Experimental' | 'Ostype' | 'Server'>;
  /** Headers of `GET /_ping` beside the common ones. */
  readonly pingHeaders: ReadonlyArray<readonly [string, string]>;
  /** The form of GET /version: with components since 18.06, with a minimum since 1.13, a sorted map before 1.7. */
  /** The releases of 2013 that answer for it: one for all it is asked, several each for its own version of the API. */
  readonly legacy?: readonly LegacyRelease[];
  /** Since 28 a container's MAC address is drawn; before, it is 02:42 and its IPv4 address (libnetwork, netutils). */
  readonly macsOfAddresses?: true;
  readonly versionForm: 'components' | 'minimum' | 'flat' | 'sorted';
}

const tooNew = (client: string, newest: string) =>
  `client version ${client} is too new. Maximum supported API version is ${newest}`;

/** moby api/server/middleware/version.go since 18.09: the headers come first, and too new is refused again. */
const modernRefusal: VersionRefusal = {
  tooNew: { status: 400, sentence: tooNew },
  hasHeaders: true,
  jsonErrorsFrom: '1.24',
};

const noCache = [
  ['Cache-Control', 'no-cache, no-store, must-revalidate'],
  ['Pragma', 'no-cache'],
] as const;
const modernPing = [['Builder-Version', '2'], ...noCache, ['Swarm', 'inactive']] as const;

const modern = {
  refusal: modernRefusal,
  headers: ['Api-Version', 'Docker-Experimental', 'Ostype', 'Server'],
  pingHeaders: modernPing,
  versionForm: 'components',
} as const;

/**
 * Each row from its release's tag in moby: api/common.go and daemon/config (versions), api/server/middleware
 * (refusals, headers), Dockerfile (Go), the tag's commit.
 */
export const daemonPersonas: readonly DaemonPersona[] = [
  {
    daemon: '29',
    version: '29.0.4',
    apiVersion: '1.52',
    minApiVersion: '1.44',
    gitCommit: '4612690',
    goVersion: 'go1.25.4',
    buildTime: '2025-11-24T18:44:28.000000000+00:00',
    ...modern,
  },
  {
    daemon: '28.5',
    version: PERSONA.version,
    apiVersion: '1.51',
    minApiVersion: PERSONA.minApiVersion,
    gitCommit: PERSONA.gitCommit,
    goVersion: PERSONA.goVersion,
    buildTime: PERSONA.buildTime,
    ...modern,
  },
  {
    daemon: '26.1',
    macsOfAddresses: true,
    version: '26.1.5',
    apiVersion: '1.45',
    minApiVersion: '1.24',
    gitCommit: '411e817',
    goVersion: 'go1.21.12',
    buildTime: '2024-07-23T19:36:28.000000000+00:00',
    ...modern,
  },
  {
    daemon: '24.0',
    macsOfAddresses: true,
    version: '24.0.9',
    apiVersion: '1.43',
    minApiVersion: '1.12',
    gitCommit: 'fca702d',
    goVersion: 'go1.20.13',
    buildTime: '2024-02-01T00:12:23.000000000+00:00',
    ...modern,
  },
  {
    daemon: '20.10',
    macsOfAddresses: true,
    version: '20.10.27',
    apiVersion: '1.41',
    minApiVersion: '1.12',
    gitCommit: '81ebe71',
    goVersion: 'go1.20.10',
    buildTime: '2023-10-25T21:57:51.000000000+00:00',
    ...modern,
    // The builder is named only where daemon.json chose one, the swarm since 23.0 (system_routes.go, pingHandler).
    pingHeaders: noCache,
  },
  {
    daemon: '19.03',
    macsOfAddresses: true,
    version: '19.03.15',
    apiVersion: '1.40',
    minApiVersion: '1.12',
    gitCommit: '420b1d3',
    goVersion: 'go1.13.15',
    buildTime: '2021-01-28T21:43:36.000000000+00:00',
    ...modern,
    pingHeaders: noCache,
  },
  {
    daemon: '17.03',
    macsOfAddresses: true,
    version: '17.03.2-ce',
    apiVersion: '1.27',
    minApiVersion: '1.12',
    gitCommit: 'f5ec1e2',
    goVersion: 'go1.7.5',
    buildTime: '2017-06-01T21:14:48.000000000+00:00',
    refusal: { hasHeaders: false, jsonErrorsFrom: '1.24' },
    headers: ['Api-Version', 'Docker-Experimental', 'Server'],
    pingHeaders: [],
    versionForm: 'minimum',
  },
  {
    daemon: '1.12',
    macsOfAddresses: true,
    version: '1.12.6',
    apiVersion: '1.24',
    minApiVersion: '1.12',
    gitCommit: '78d1802',
    goVersion: 'go1.6.4',
    buildTime: '2017-01-10T19:32:34.000000000+00:00',
    refusal: {
      tooNew: {
        status: 400,
        sentence: (client, newest) =>
          `client is newer than server (client API version: ${client}, server API version: ${newest})`,
      },
      hasHeaders: false,
      jsonErrorsFrom: '1.24',
    },
    headers: ['Server'],
    pingHeaders: [],
    versionForm: 'flat',
  },
  {
    daemon: '1.6',
    macsOfAddresses: true,
    version: '1.6.2',
    apiVersion: '1.18',
    minApiVersion: '1.0',
    gitCommit: '7c8fca2',
    goVersion: 'go1.4.2',
    buildTime: '2015-05-11T22:05:16.000000000+00:00',
    refusal: {
      tooNew: {
        status: 404,
        sentence: (client, newest) =>
          `client and server don't have same version (client : ${client}, server: ${newest})`,
      },
      hasHeaders: false,
      jsonErrorsFrom: undefined,
    },
    headers: [],
    pingHeaders: [],
    versionForm: 'sorted',
  },
  ...legacyReleases.toReversed().map(legacyPersona),
  {
    daemon: 'any',
    version: PERSONA.version,
    apiVersion: '1.56',
    minApiVersion: '1.0',
    gitCommit: PERSONA.gitCommit,
    goVersion: PERSONA.goVersion,
    buildTime: PERSONA.buildTime,
    ...modern,
    legacy: legacyReleases,
  },
];

/** Nothing of the later API is asked of it. */
function legacyPersona(release: LegacyRelease): DaemonPersona {
  const { version, gitCommit, goVersion, newest } = release;
  return {
    daemon: version,
    version,
    apiVersion: newest.toFixed(1),
    minApiVersion: '1.0',
    gitCommit,
    goVersion,
    buildTime: '',
    refusal: { hasHeaders: false, jsonErrorsFrom: undefined },
    headers: [],
    pingHeaders: [],
    versionForm: 'sorted',
    legacy: [release],
  };
}
