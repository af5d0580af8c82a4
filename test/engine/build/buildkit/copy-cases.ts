// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile has variables of its own
import type { BuildCase } from './build-case.ts';

const tree = {
  'src/a.txt': 'a\n',
  'src/b.md': 'b\n',
  'src/sub/c.txt': 'c\n',
  'src/sub/deep/d.txt': 'd\n',
  'src/link': '-> a.txt',
  'src/empty/': '',
};

/** A Dockerfile over the same small tree. */
const over = (name: string, Dockerfile: string, more: Partial<BuildCase> = {}): BuildCase => ({
  name,
  builds: [{}],
  ...more,
  files: { ...tree, Dockerfile, ...more.files },
});

/** COPY and ADD: where files go, whose they become, and what is left out. */
export const copyCases: readonly BuildCase[] = [
  over(
    'COPY a file, by name and into directories',
    'FROM busybox\nCOPY src/a.txt /x\nCOPY src/a.txt /new/dir/\nCOPY src/a.txt src/b.md /tmp/\nCOPY src/a.txt /etc\n',
  ),
  over('COPY a directory', 'FROM busybox\nCOPY src /dst\nCOPY src/ /dst2/\nCOPY src/sub /tmp\n'),
  over('COPY everything', 'FROM scratch\nCOPY . /\n'),
  over(
    'COPY relative to WORKDIR',
    'FROM busybox\nWORKDIR /w\nCOPY src/a.txt .\nCOPY src/a.txt b/\nCOPY src/a.txt ./c\n',
  ),
  over(
    'COPY by patterns',
    'FROM scratch\nCOPY src/*.txt /t/\nCOPY src/*/c.txt /c/\nCOPY src/[ab].* /ab/\nCOPY sr? /all/\n',
  ),
  over(
    'COPY --chown and --chmod',
    'FROM busybox\nCOPY --chown=nobody src/a.txt /1\nCOPY --chown=nobody:nogroup src /2\nCOPY --chown=55:66 --chmod=640 src/a.txt /3\nCOPY --chmod=0755 src /4\nCOPY --chmod=u=rwX,go=rX src /5\nCOPY --chmod=go-r src/a.txt /n/e/w/6\nCOPY --chown=7 src/a.txt /7\n',
  ),
  over('COPY with variables', 'FROM busybox\nARG F=a.txt\nENV D=/dst U=12\nCOPY --chown=$U src/${F} $D/\n', {
    builds: [{}, { args: { F: 'b.md' } }],
  }),
  over(
    'COPY --link',
    'FROM busybox\nRUN mkdir /tmp/x && ln -s /tmp /l\nCOPY --link src/a.txt /tmp/x/\nCOPY --link --chown=3:4 src /l/\n',
    { builds: [{}, {}] },
  ),
  over(
    'COPY --parents',
    'FROM scratch\nCOPY --parents src/a.txt src/sub/c.txt /p/\nCOPY --parents src/./sub/deep /q/\nCOPY --parents src/**/*.txt /r/\n',
  ),
  over(
    'COPY --exclude',
    'FROM scratch\nCOPY --exclude=*.md --exclude=sub/deep src /x/\nCOPY --exclude=**/*.txt src /y/\n',
  ),
  over(
    'COPY onto links and files',
    'FROM busybox\nRUN mkdir -p /real/d && ln -s /real /link && ln -s /real/f /flink && echo f > /real/f\nCOPY src/a.txt /link/\nCOPY src/b.md /flink\nCOPY src/sub /link/d\n',
  ),
  over('COPY a directory onto a file', 'FROM busybox\nCOPY src /etc/passwd\n'),
  over('COPY a link', 'FROM scratch\nCOPY src/link /l\nCOPY src /d\n'),
  over('COPY modes of the context', 'FROM scratch\nCOPY src /s\nCOPY src/a.txt /a\n', {
    modes: { 'src/a.txt': 0o755, 'src/sub/c.txt': 0o600, 'src/empty/': 0o700 },
  }),
  over(
    'COPY from a stage keeps owners',
    'FROM busybox AS a\nRUN mkdir -p /d/e && echo x > /d/e/x && chown -R 5:6 /d && chmod 4711 /d/e/x && ln /d/e/x /d/e/y && ln -s x /d/e/l\nFROM busybox\nCOPY --from=a /d /d\nCOPY --from=a /d/e/x /x\nCOPY --from=a --chown=8 /d /e\n',
  ),
  over(
    'COPY of documents',
    'FROM busybox\nARG N=name\nCOPY <<EOF /a.txt\nhello $N\n  \\$N\nEOF\nCOPY <<-"EOF" /b.txt\n\tnot $N\n\tEOF\nCOPY --chmod=755 --chown=1:2 <<one <<two src/a.txt /dir/\n1\none\n2\ntwo\n',
  ),
  over('COPY of a document twice', 'FROM busybox\nCOPY <<EOF /a\nx\nEOF\nRUN cat /a\n', {
    builds: [{}, {}, { change: { Dockerfile: 'FROM busybox\nCOPY <<EOF /a\ny\nEOF\nRUN cat /a\n' } }],
  }),
  over('.dockerignore', 'FROM scratch\nCOPY . /all/\n', {
    files: { '.dockerignore': '**/*.md\nsrc/sub\n!src/sub/c.txt\nDockerfile\n' },
  }),
  over('.dockerignore hides what is asked for', 'FROM scratch\nCOPY src/a.txt /\n', {
    files: { '.dockerignore': 'src\n' },
  }),
  over('an ignore file of the Dockerfile', 'FROM scratch\nCOPY . /all/\n', {
    files: { 'Dockerfile.dockerignore': 'src\n*.dockerignore\n', '.dockerignore': 'Dockerfile\n' },
  }),
  over(
    'ADD of an archive',
    'FROM scratch\nADD a.tar.gz /x/\nADD a.tar.gz src/a.txt /y/\nCOPY a.tar.gz /z\nADD src /s\n',
    {
      files: {
        'a.tar.gz':
          'base64:H4sIAAAAAAACA+3UQQrCMBCF4Vl7Cm/QSTJJzlOsRUFQavX8ltIiVHHXLOz/bV52WTzmNZWsTgc56piqYUqbciQuZJ/NjW/V5H2QfZQCHve+7oYvZZuaqi3Sf9K5/zhlevfv3LL/kEz2Sv+rq7vD6fw8NjvBNu//Umb/c57vfZnf9j/acP++5f7X1l9vZfbf7Ef/9tG/i+x/of6ZfgAAAAAAAAAAAAD4Ay9VzmNqACgAAA==',
      },
    },
  ),
  over('ADD --unpack=false', 'FROM scratch\nADD --unpack=false a.tar /x/\n', {
    files: { 'a.tar': 'no archive\n' },
  }),
  over('COPY of nothing new', 'FROM busybox\nCOPY src/a.txt /a\nCOPY src/a.txt /a\n'),
  over('COPY of a whole image', 'FROM scratch\nCOPY --from=busybox / /\nCMD ["sh"]\n'),
];
