import { busybox } from './busybox.ts';
import type { Repository } from './catalogue.ts';
import { versionOf } from './tags.ts';

/** Docker Hub, as far as it is simulated. */
export const REPOSITORIES: readonly Repository[] = [
  {
    path: 'library/busybox',
    tags: ['1.36.1', '1.37.0', 'glibc', 'latest', 'musl', 'stable', 'uclibc'],
    image: tag => {
      const [, version = tag, libc = 'glibc'] = /^(.*?)-?(glibc|musl|uclibc)?$/.exec(tag) ?? [];
      const found = versionOf(version === '' ? 'latest' : version, '1.37.0', ['stable', 'unstable']);
      return found === undefined ? undefined : busybox(found, libc);
    },
  },
];
