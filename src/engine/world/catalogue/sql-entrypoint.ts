/** What differs between the entrypoints of the images of MySQL and MariaDB. */
interface SqlServer {
  readonly product: string;
  readonly program: string;
  /** The variables of which one has to say what root's password is, as the image lists them. */
  readonly passwordVariables: readonly string[];
  /** Those that it takes as well. */
  readonly alsoTaken: readonly string[];
}

export const MYSQL: SqlServer = {
  product: 'MySQL',
  program: 'mysqld',
  passwordVariables: ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'],
  alsoTaken: ['MYSQL_ROOT_PASSWORD_FILE'],
};

export const MARIADB: SqlServer = {
  product: 'MariaDB',
  program: 'mariadbd',
  passwordVariables: [
    'MARIADB_ROOT_PASSWORD',
    'MARIADB_ROOT_PASSWORD_HASH',
    'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
    'MARIADB_RANDOM_ROOT_PASSWORD',
  ],
  alsoTaken: [
    'MARIADB_ROOT_PASSWORD_FILE',
    'MYSQL_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD_FILE',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
  ],
};

/** The official image's, as far as a server without data can follow it: a password is asked for once. */
export const sqlEntrypoint = ({ product, program, passwordVariables, alsoTaken }: SqlServer) => `#!/bin/bash
set -e

note() { echo "$(date -u '+%Y-%m-%d %H:%M:%S')+00:00 [$1] [Entrypoint]: $2"; }

if [ "\${1#-}" != "$1" ]; then
	set -- ${program} "$@"
fi

if [ "$1" = '${program}' ]; then
	note Note "Entrypoint script for ${product} Server started."
	if [ ! -d /var/lib/mysql/mysql ]; then
		if [ -z "${[...passwordVariables, ...alsoTaken].map(name => `$${name}`).join('')}" ]; then
			note ERROR "Database is uninitialized and password option is not specified" >&2
			echo "    You need to specify one of the following as an environment variable:" >&2
${passwordVariables.map(name => `			echo "    - ${name}" >&2`).join('\n')}
			exit 1
		fi
		mkdir -p /var/lib/mysql/mysql
		note Note "${product} init process done. Ready for start up."
	fi
fi

exec "$@"
`;
