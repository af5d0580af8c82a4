import type { Application } from './application.ts';
import { entrypointFor } from './entrypoint.ts';
import { MARIADB, MYSQL, sqlEntrypoint } from './sql-entrypoint.ts';
import { DEFAULT_PATH } from './times.ts';

const ENTRYPOINT = ['docker-entrypoint.sh'];
const ENTRYPOINT_PATH = '/usr/local/bin/docker-entrypoint.sh';

/** The official image's, as far as a database without data can follow it: a password is asked for once. */
const POSTGRES_ENTRYPOINT = `#!/bin/sh
set -e

if [ "\${1#-}" != "$1" ]; then
	set -- postgres "$@"
fi

if [ "$1" = 'postgres' ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
	if [ -z "$POSTGRES_PASSWORD$POSTGRES_PASSWORD_FILE" ] && [ 'trust' != "$POSTGRES_HOST_AUTH_METHOD" ]; then
		cat >&2 <<-'EOE'
			Error: Database is uninitialized and superuser password is not specified.
			       You must specify POSTGRES_PASSWORD to a non-empty value for the
			       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

			       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
			       connections without a password. This is *not* recommended.

			       See PostgreSQL documentation about "trust":
			       https://www.postgresql.org/docs/current/auth-trust.html
		EOE
		exit 1
	fi
	mkdir -p "$PGDATA"
	echo "$PG_MAJOR" > "$PGDATA/PG_VERSION"
	echo 'database system is ready to accept connections (to its own initialisation)'
	echo
	echo 'PostgreSQL init process complete; ready for start up.'
	echo
fi

exec "$@"
`;

const majorOf = (version: string) => version.split('.')[0] as string;

export const DATABASES: readonly Application[] = [
  {
    path: 'library/redis',
    newest: '8.2.3',
    base: 'bookworm',
    slim: true,
    created: '2025-11-02T18:24:24Z',
    size: 62_000_000,
    config: version => ({
      ExposedPorts: { '6379/tcp': {} },
      Env: [
        DEFAULT_PATH,
        `REDIS_DOWNLOAD_URL=https://github.com/redis/redis/archive/refs/tags/${version}.tar.gz`,
      ],
      Entrypoint: ENTRYPOINT,
      Cmd: ['redis-server'],
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    }),
    programs: [
      '/usr/local/bin/redis-server',
      '/usr/local/bin/redis-cli',
      '/usr/local/bin/redis-benchmark',
      '/usr/local/bin/gosu',
    ],
    files: { [ENTRYPOINT_PATH]: entrypointFor('redis-server') },
    directories: [['/data', 'redis']],
    accounts: [{ name: 'redis', uid: 999, home: '/home/redis' }],
  },
  {
    path: 'library/valkey',
    newest: '9.0.0',
    base: 'trixie',
    slim: true,
    created: '2025-10-21T22:00:00Z',
    size: 55_000_000,
    config: version => ({
      ExposedPorts: { '6379/tcp': {} },
      Env: [DEFAULT_PATH, `VALKEY_VERSION=${version}`],
      Entrypoint: ENTRYPOINT,
      Cmd: ['valkey-server'],
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    }),
    programs: ['/usr/local/bin/valkey-server', '/usr/local/bin/valkey-cli'],
    files: { [ENTRYPOINT_PATH]: entrypointFor('valkey-server') },
    directories: [['/data', 'valkey']],
    accounts: [{ name: 'valkey', uid: 999, home: '/home/valkey' }],
  },
  {
    path: 'library/postgres',
    newest: '18.0',
    base: 'trixie',
    created: '2025-09-26T19:14:05Z',
    size: 338_000_000,
    config: version => ({
      ExposedPorts: { '5432/tcp': {} },
      Env: [
        `PATH=${DEFAULT_PATH.slice(5)}:/usr/lib/postgresql/${majorOf(version)}/bin`,
        'GOSU_VERSION=1.19',
        'LANG=en_US.utf8',
        `PG_MAJOR=${majorOf(version)}`,
        `PG_VERSION=${version}-1.pgdg13+3`,
        Number(majorOf(version)) >= 18
          ? `PGDATA=/var/lib/postgresql/${majorOf(version)}/docker`
          : 'PGDATA=/var/lib/postgresql/data',
      ],
      Entrypoint: ENTRYPOINT,
      Cmd: ['postgres'],
      Volumes: { [Number(majorOf(version)) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data']: {} },
      StopSignal: 'SIGINT',
    }),
    programs: [
      '/usr/bin/postgres',
      '/usr/bin/psql',
      '/usr/bin/pg_isready',
      '/usr/bin/pg_dump',
      '/usr/bin/createdb',
      '/usr/bin/initdb',
      '/usr/local/bin/gosu',
    ],
    files: { [ENTRYPOINT_PATH]: POSTGRES_ENTRYPOINT },
    directories: [
      ['/docker-entrypoint-initdb.d'],
      ['/var/lib/postgresql/data', 'postgres', 0o1777],
      ['/var/run/postgresql', 'postgres', 0o3777],
    ],
    accounts: [{ name: 'postgres', uid: 999, home: '/var/lib/postgresql', shell: '/bin/bash' }],
  },
  {
    path: 'library/mysql',
    newest: '9.5.0',
    aliases: ['lts', 'innovation'],
    base: 'bookworm',
    created: '2025-10-22T00:00:00Z',
    size: 800_000_000,
    config: version => ({
      ExposedPorts: { '3306/tcp': {}, '33060/tcp': {} },
      Env: [
        DEFAULT_PATH,
        'GOSU_VERSION=1.17',
        `MYSQL_MAJOR=${version.split('.').slice(0, 2).join('.')}`,
        `MYSQL_VERSION=${version}-1.el9`,
        `MYSQL_SHELL_VERSION=${version}-1.el9`,
      ],
      Entrypoint: ENTRYPOINT,
      Cmd: ['mysqld'],
      Volumes: { '/var/lib/mysql': {} },
      WorkingDir: '/',
    }),
    programs: [
      '/usr/sbin/mysqld',
      '/usr/bin/mysql',
      '/usr/bin/mysqladmin',
      '/usr/bin/mysqldump',
      '/usr/local/bin/gosu',
    ],
    files: { [ENTRYPOINT_PATH]: sqlEntrypoint(MYSQL) },
    directories: [['/docker-entrypoint-initdb.d'], ['/var/lib/mysql', 'mysql', 0o1777]],
    accounts: [{ name: 'mysql', uid: 999, home: '/var/lib/mysql' }],
  },
  {
    path: 'library/mariadb',
    newest: '12.0.2',
    aliases: ['lts'],
    base: 'noble',
    created: '2025-10-27T00:00:00Z',
    size: 252_000_000,
    config: version => ({
      ExposedPorts: { '3306/tcp': {} },
      Env: [DEFAULT_PATH, 'GOSU_VERSION=1.19', 'LANG=C.UTF-8', `MARIADB_VERSION=1:${version}+maria~ubu2404`],
      Entrypoint: ENTRYPOINT,
      Cmd: ['mariadbd'],
      Volumes: { '/var/lib/mysql': {} },
      Labels: {
        'org.opencontainers.image.title': 'MariaDB Database',
        'org.opencontainers.image.version': version,
      },
    }),
    programs: [
      '/usr/sbin/mariadbd',
      '/usr/bin/mariadb',
      '/usr/bin/mariadb-admin',
      '/usr/bin/mariadb-dump',
      '/usr/local/bin/gosu',
    ],
    files: {
      [ENTRYPOINT_PATH]: sqlEntrypoint(MARIADB),
      '/usr/local/bin/healthcheck.sh': '#!/bin/sh\nexec mariadb-admin ping\n',
    },
    directories: [['/docker-entrypoint-initdb.d'], ['/var/lib/mysql', 'mysql', 0o1777]],
    accounts: [{ name: 'mysql', uid: 999, home: '/var/lib/mysql' }],
  },
  {
    path: 'library/mongo',
    newest: '8.2.1',
    base: 'noble',
    created: '2025-10-10T00:00:00Z',
    size: 815_000_000,
    config: version => ({
      ExposedPorts: { '27017/tcp': {} },
      Env: [
        DEFAULT_PATH,
        'GOSU_VERSION=1.19',
        'JSYAML_VERSION=3.13.1',
        `MONGO_VERSION=${version}`,
        'HOME=/data/db',
      ],
      Entrypoint: ENTRYPOINT,
      Cmd: ['mongod'],
      Volumes: { '/data/configdb': {}, '/data/db': {} },
    }),
    programs: ['/usr/bin/mongod', '/usr/bin/mongosh', '/usr/local/bin/gosu'],
    files: { [ENTRYPOINT_PATH]: entrypointFor('mongod') },
    directories: [['/docker-entrypoint-initdb.d'], ['/data/db', 'mongodb'], ['/data/configdb', 'mongodb']],
    accounts: [{ name: 'mongodb', uid: 999, home: '/data/db' }],
  },
  {
    path: 'library/memcached',
    newest: '1.6.39',
    base: 'trixie',
    slim: true,
    created: '2025-11-04T00:00:00Z',
    size: 8_000_000,
    config: version => ({
      User: 'memcache',
      ExposedPorts: { '11211/tcp': {} },
      Env: [DEFAULT_PATH, `MEMCACHED_VERSION=${version}`],
      Entrypoint: ENTRYPOINT,
      Cmd: ['memcached'],
    }),
    programs: ['/usr/local/bin/memcached'],
    files: { [ENTRYPOINT_PATH]: entrypointFor('memcached') },
    accounts: [{ name: 'memcache', uid: 11211 }],
  },
  {
    path: 'library/elasticsearch',
    newest: '9.2.0',
    base: 'noble',
    created: '2025-10-21T00:00:00Z',
    size: 1_300_000_000,
    config: version => ({
      User: '1000:0',
      ExposedPorts: { '9200/tcp': {}, '9300/tcp': {} },
      Env: [
        `PATH=/usr/share/elasticsearch/bin:${DEFAULT_PATH.slice(5)}`,
        'ELASTIC_CONTAINER=true',
        `ELASTIC_VERSION=${version}`,
        'SHELL=/bin/bash',
      ],
      Entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
      Cmd: ['eswrapper'],
      WorkingDir: '/usr/share/elasticsearch',
    }),
    programs: ['/usr/share/elasticsearch/bin/elasticsearch'],
    files: {
      '/usr/bin/tini': '#!/bin/sh\n[ "$1" = -- ] && shift\nexec "$@"\n',
      [ENTRYPOINT_PATH]: '#!/bin/bash\nset -e\n\n[ "$1" = eswrapper ] && set -- elasticsearch\nexec "$@"\n',
    },
    directories: [
      ['/usr/share/elasticsearch/data', 'elasticsearch', 0o775],
      ['/usr/share/elasticsearch/config/jvm.options.d', 'elasticsearch', 0o775],
    ],
    accounts: [{ name: 'elasticsearch', uid: 1000, home: '/usr/share/elasticsearch' }],
  },
];
