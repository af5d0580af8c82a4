import type { Application } from './application.ts';
import { DEFAULT_PATH } from './times.ts';

const CONFIGURATION = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`;

const ENTRYPOINT = `#!/bin/sh

set -e

case "$1" in
    *.yaml|*.yml) set -- registry serve "$@" ;;
    serve|garbage-collect|help|-*) set -- registry "$@" ;;
esac

exec "$@"
`;

export const REGISTRY: Application = {
  path: 'library/registry',
  newest: '3.0.0',
  base: 'alpine',
  created: '2025-04-03T10:44:45Z',
  size: 49_000_000,
  config: version => ({
    ExposedPorts: { '5000/tcp': {} },
    Env: [DEFAULT_PATH, 'OTEL_TRACES_EXPORTER=none'],
    Entrypoint: ['/entrypoint.sh'],
    Cmd: [version.startsWith('2') ? '/etc/docker/registry/config.yml' : '/etc/distribution/config.yml'],
    Volumes: { '/var/lib/registry': {} },
  }),
  programs: ['/bin/registry'],
  files: {
    '/entrypoint.sh': ENTRYPOINT,
    '/etc/distribution/config.yml': CONFIGURATION,
    '/etc/docker/registry/config.yml': CONFIGURATION,
  },
  directories: [['/var/lib/registry']],
};
