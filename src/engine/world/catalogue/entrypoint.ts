/** The start of the official images' entrypoint scripts, which run what they are given. */
export const EXEC_ENTRYPOINT = '#!/bin/sh\nset -e\n\nexec "$@"\n';

/** As above, with the program put before arguments that begin with a dash: `redis --appendonly yes`. */
export const entrypointFor = (program: string) =>
  `#!/bin/sh\nset -e\n\nif [ "\${1#-}" != "$1" ]; then\n\tset -- ${program} "$@"\nfi\n\nexec "$@"\n`;
