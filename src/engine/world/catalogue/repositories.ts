import { alpine, NEWEST_ALPINE } from './alpine.ts';
import { applicationRepository } from './application.ts';
import { BROKERS } from './brokers.ts';
import { busybox } from './busybox.ts';
import type { Repository } from './catalogue.ts';
import { DATABASES } from './databases.ts';
import { debian } from './debian.ts';
import { helloWorld } from './hello-world.ts';
import { LANGUAGES } from './languages.ts';
import { versionOf } from './tags.ts';
import { TOOLS } from './tools.ts';
import { WEB_SERVERS } from './web-servers.ts';

const DISTRIBUTIONS: readonly Repository[] = [
  {
    path: 'library/busybox',
    tags: ['1.36.1', '1.37.0', 'glibc', 'latest', 'musl', 'stable', 'uclibc'],
    image: tag => {
      const [, version = tag, libc = 'glibc'] = /^(.*?)-?(glibc|musl|uclibc)?$/.exec(tag) ?? [];
      const found = versionOf(version === '' ? 'latest' : version, '1.37.0', ['stable', 'unstable']);
      return found === undefined ? undefined : busybox(found, libc);
    },
  },
  {
    path: 'library/alpine',
    tags: ['3.19', '3.20', '3.21', '3.22', 'latest'],
    image: tag => {
      const version = versionOf(tag, NEWEST_ALPINE, ['edge']);
      return version === undefined ? undefined : alpine(version);
    },
  },
  {
    path: 'library/hello-world',
    tags: ['latest', 'linux'],
    image: tag => (tag === 'latest' || tag === 'linux' ? helloWorld : undefined),
  },
  {
    path: 'library/debian',
    tags: [
      '11',
      '12',
      '13',
      'bookworm',
      'bookworm-slim',
      'bullseye',
      'latest',
      'stable',
      'trixie',
      'trixie-slim',
    ],
    image: tag => debian('debian', tag),
  },
  {
    path: 'library/ubuntu',
    tags: ['20.04', '22.04', '24.04', 'focal', 'jammy', 'latest', 'noble'],
    image: tag => debian('ubuntu', tag),
  },
];

/** Docker Hub, as far as it is simulated. */
export const REPOSITORIES: readonly Repository[] = [
  ...DISTRIBUTIONS,
  ...[...DATABASES, ...BROKERS, ...WEB_SERVERS, ...LANGUAGES, ...TOOLS].map(applicationRepository),
];
