// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile has variables of its own
/** What one build is made of, and what is asked of it afterwards. */
export interface BuildCase {
  readonly name: string;
  /** The context: contents by path; a path with a slash at its end is a directory, `-> target` a symbolic link. */
  readonly files: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Commands to run in the image. */
  readonly run?: ReadonlyArray<readonly string[]>;
  /** Built before it, for the cache or as a base. */
  readonly before?: ReadonlyArray<Omit<BuildCase, 'name'>>;
  readonly apiVersion?: string;
  /** Sent instead of an archive of `files`. */
  readonly body?: string;
}

const dockerfile = (text: string, more: Partial<BuildCase> = {}): Omit<BuildCase, 'name'> => ({
  ...more,
  files: { Dockerfile: text, ...more.files },
});

const named: Readonly<Record<string, Omit<BuildCase, 'name'>>> = {
  'one step': dockerfile('FROM busybox\n'),
  'run, env, cmd': dockerfile(
    'FROM busybox\nENV A=1 B="two words" C=$A\nRUN echo "$A-$B" > /made && echo out\nCMD ["cat", "/made"]\n',
    { run: [['cat', '/made']] },
  ),
  'a command that fails': dockerfile('FROM busybox\nRUN echo before; exit 3\nRUN echo never\n'),
  'a command that fails, forcerm': dockerfile('FROM busybox\nRUN false\n', { query: { forcerm: '1' } }),
  'exec form that fails': dockerfile('FROM busybox\nRUN ["/bin/sh", "-c", "exit 5"]\n'),
  'a program that is not there': dockerfile('FROM busybox\nRUN ["/nowhere", "x"]\n'),
  'standard error': dockerfile('FROM busybox\nRUN echo oops >&2\n'),
  'rm=0 keeps containers': dockerfile('FROM busybox\nRUN true\nLABEL a=b\n', { query: { rm: '0' } }),
  quiet: dockerfile('FROM busybox\nLABEL a=b\n', { query: { q: '1' } }),
  'quiet and failing': dockerfile('FROM busybox\nRUN exit 2\n', { query: { q: '1' } }),
  'all metadata': dockerfile(
    [
      'FROM busybox',
      'MAINTAINER Somebody <a@b.c>',
      'LABEL a=1 "b c"="d e" multi="x\\',
      'y"',
      'LABEL old form of it',
      'ENV OLD form $PATH',
      'EXPOSE 80 443/tcp 53/udp 9000-9002',
      'VOLUME /data /more',
      'VOLUME ["/json"]',
      'USER 1000:1000',
      'WORKDIR /a/b',
      'WORKDIR c',
      'STOPSIGNAL SIGINT',
      'SHELL ["/bin/sh", "-e", "-c"]',
      'ENTRYPOINT echo entry',
      'CMD echo cmd',
      'ONBUILD RUN echo triggered',
      'HEALTHCHECK --interval=5m --timeout=3s --retries=3 CMD wget -q localhost || exit 1',
    ].join('\n'),
  ),
  'entrypoint forgets the base image command': dockerfile('FROM busybox\nENTRYPOINT ["echo"]\n'),
  'entrypoint after cmd': dockerfile('FROM busybox\nCMD ["x"]\nENTRYPOINT ["echo"]\nCMD ["y"]\n', {
    run: [['z']],
  }),
  'empty exec forms': dockerfile('FROM busybox\nENTRYPOINT []\nCMD []\n'),
  'healthcheck none, then another': dockerfile(
    'FROM busybox\nHEALTHCHECK NONE\nHEALTHCHECK --start-period=1s --start-interval=500ms CMD ["true"]\nHEALTHCHECK --retries=0 CMD false\n',
  ),
  'a user in run': dockerfile('FROM busybox\nUSER 1000\nRUN id -u && pwd\nWORKDIR /tmp\nRUN pwd\n'),
  'copy files': dockerfile(
    'FROM busybox\nWORKDIR /w\nCOPY a.txt .\nCOPY a.txt b.txt dir/\nCOPY sub /sub\nCOPY sub/x renamed\nCOPY *.txt /all/\nRUN find /w /sub /all -type f | sort && cat renamed && stat -c "%a %u %n" /w/a.txt /sub /sub/x\n',
    {
      files: {
        'a.txt': 'a\n',
        'b.txt': 'b\n',
        'sub/': '',
        'sub/x': 'x\n',
        'sub/deep/': '',
        'sub/deep/y': 'y\n',
      },
    },
  ),
  'copy follows links': dockerfile(
    'FROM busybox\nCOPY link /l\nCOPY d /d\nRUN cat /l; ls -l /d | cut -c1-10; cat /d/in\n',
    {
      files: { 'a.txt': 'a\n', link: '-> a.txt', 'd/': '', 'd/in': '-> f', 'd/f': 'f\n' },
    },
  ),
  'copy onto a link': dockerfile(
    'FROM busybox\nRUN mkdir /real && ln -s /real /alias\nCOPY a.txt /alias/\nRUN ls /real\n',
    {
      files: { 'a.txt': 'a\n' },
    },
  ),
  'copy with an owner': dockerfile(
    'FROM busybox\nRUN echo "me:x:700:800::/:" > /etc/passwd; echo "us:x:900:" > /etc/group\nCOPY --chown=1:2 a.txt /n\nCOPY --chown=me:us a.txt /m\nCOPY --chown=5 a.txt /new/dir/o\nRUN stat -c "%u %g %n" /n /m /new /new/dir /new/dir/o\n',
    { files: { 'a.txt': 'a\n' } },
  ),
  'an owner nobody knows': dockerfile(
    'FROM busybox\nRUN echo "x:x:1:1::/:" > /etc/passwd\nCOPY --chown=stranger a.txt /n\n',
    {
      files: { 'a.txt': 'a\n' },
    },
  ),
  'copy what is missing': dockerfile('FROM busybox\nCOPY nothing /x\n'),
  'copy out of the context': dockerfile('FROM busybox\nCOPY ../outside /x\n'),
  'copy by a pattern that matches nothing': dockerfile('FROM busybox\nCOPY *.none /x/\n'),
  'copy several to a file': dockerfile('FROM busybox\nCOPY a.txt b.txt /x\n', {
    files: { 'a.txt': 'a', 'b.txt': 'b' },
  }),
  'copy a url': dockerfile('FROM busybox\nCOPY http://example.invalid/x /x\n'),
  'copy without destination': dockerfile('FROM busybox\nCOPY a\n'),
  'copy as a list': dockerfile('FROM busybox\nCOPY ["a b.txt", "/with space"]\nRUN cat "/with space"\n', {
    files: { 'a b.txt': 'spaced\n' },
  }),
  chmod: dockerfile('FROM busybox\nCOPY --chmod=755 a.txt /x\n', { files: { 'a.txt': 'a' } }),
  'add chmod': dockerfile('FROM busybox\nADD --chmod=755 a.txt /x\n', { files: { 'a.txt': 'a' } }),
  'copy heredoc': dockerfile('FROM busybox\nCOPY <<EOF /x\nhello\nEOF\n'),
  'run heredoc': dockerfile(
    'FROM busybox\nRUN <<EOF\necho hello\nEOF\nRUN cat <<-"END" | wc -c\n\tone\n\tEND\n',
  ),
  'heredoc without end': dockerfile('FROM busybox\nRUN <<EOF\necho hello\n'),
  'run mount': dockerfile('FROM busybox\nRUN --mount=type=cache,target=/x true\n'),
  'run network': dockerfile('FROM busybox\nRUN --network=none true\n'),
  'run network wrong': dockerfile('FROM busybox\nRUN --network=nowhere true\n'),
  'multi-stage': dockerfile(
    'FROM busybox AS Build\nRUN mkdir /out && echo made > /out/file && chown 7:8 /out/file\nFROM busybox\nCOPY --from=build /out/file /copied\nCOPY --from=0 /out /dir\nRUN cat /copied && stat -c "%u:%g %n" /copied /dir /dir/file\n',
  ),
  'a stage as base': dockerfile(
    'FROM busybox AS one\nENV A=1\nFROM one AS two\nRUN echo $A\nFROM busybox\nLABEL last=1\n',
  ),
  'a target': dockerfile('FROM busybox AS one\nLABEL s=1\nFROM busybox AS two\nLABEL s=2\n', {
    query: { target: 'ONE' },
  }),
  'a target that is missing': dockerfile('FROM busybox AS one\n', { query: { target: 'other' } }),
  'a stage twice': dockerfile('FROM busybox AS one\nFROM busybox AS one\n'),
  'copy from itself': dockerfile('FROM busybox\nCOPY --from=0 /etc/passwd /x\n'),
  'copy from a later stage': dockerfile('FROM busybox\nCOPY --from=5 /etc/passwd /x\n'),
  'copy from an image that is missing': dockerfile('FROM busybox\nCOPY --from=Wrong_NAME /etc/passwd /x\n'),
  'copy what is missing in a stage': dockerfile('FROM busybox AS a\nFROM busybox\nCOPY --from=a /none /x\n'),
  'stage name wrong': dockerfile('FROM busybox AS 1st\n'),
  'from scratch': dockerfile('FROM scratch\nCOPY a.txt /\nLABEL x=y\n', { files: { 'a.txt': 'a\n' } }),
  'from scratch alone': dockerfile('FROM scratch\n'),
  'from wrong name': dockerfile('FROM Busybox\n'),
  'from too many': dockerfile('FROM busybox one two three\n'),
  'from blank': dockerfile('ARG BASE\nFROM $BASE\n'),
  'from platform wrong': dockerfile('FROM --platform=what/ever/it/is busybox\n'),
  'platform query wrong': dockerfile('FROM busybox\n', { query: { platform: 'a/b/c/d' } }),
  'global args': dockerfile(
    'ARG BASE=busybox TAG=latest\nFROM ${BASE}:${TAG}\nARG TAG\nARG OTHER=x\nRUN echo "$BASE|$TAG|$OTHER"\n',
  ),
  'build args': dockerfile(
    'FROM busybox\nARG A\nARG B=default\nENV C=$A\nRUN echo "$A $B $C $http_proxy"\n',
    {
      query: { buildargs: '{"A":"1","B":"two","http_proxy":"http://p:1","D":"unused","E":null}' },
    },
  ),
  'args do not outlive their stage': dockerfile(
    'FROM busybox\nARG A=1\nRUN echo "[$A]"\nFROM busybox\nRUN echo "[$A]"\n',
  ),
  'args and env': dockerfile('FROM busybox\nARG A=arg\nENV A=env\nRUN echo $A\n', {
    query: { buildargs: '{"A":"given"}' },
  }),
  'build args wrong': dockerfile('FROM busybox\n', { query: { buildargs: '{"A":1}' } }),
  'labels of the request': dockerfile('FROM busybox\nLABEL a=1\n', {
    query: { labels: '{"z":"$HOME","a":"over"}' },
  }),
  'labels wrong': dockerfile('FROM busybox\n', { query: { labels: '[]' } }),
  'cachefrom wrong': dockerfile('FROM busybox\n', { query: { cachefrom: 'x' } }),
  'variables and modifiers': dockerfile(
    [
      'FROM busybox',
      'ENV A=alpha.beta.gamma E=""',
      'LABEL d=${NONE:-default} e=${E:-empty} f=${E-set} p=${A:+yes} q=${NONE:+no}',
      'LABEL h=${A#*.} hh=${A##*.} t=${A%.*} tt=${A%%.*} r=${A/a/X} rr=${A//a/X}',
      'LABEL s=\'$A\' esc=\\$A dq="${A}\\"q" mixed=a\'b\'"c"',
      'WORKDIR /${A%%.*}/$NONE/x',
      'EXPOSE $E 8080',
      'USER ${NONE:-me}',
    ].join('\n'),
  ),
  'a variable that must be': dockerfile('FROM busybox\nLABEL a=${NONE:?is needed}\n'),
  'a brace that is missing': dockerfile('FROM busybox\nLABEL a=${A\n'),
  'a modifier nobody knows': dockerfile('FROM busybox\nENV A=x\nLABEL a=${A:=x}\n'),
  'a quote that is open': dockerfile('FROM busybox\nLABEL a="x\n'),
  'escape directive': dockerfile('# escape=`\nFROM busybox\nRUN echo one `\n  two\nENV A=`$HOME B=c:\\dir\n'),
  'escape directive wrong': dockerfile('# escape=x\nFROM busybox\n'),
  'escape directive twice': dockerfile('# escape=`\n# escape=`\nFROM busybox\n'),
  'syntax directive': dockerfile('# syntax=docker/dockerfile:1\nFROM busybox\n'),
  'comments and continuations': dockerfile(
    '# first\n\n  # indented\nfrom busybox\nrun echo a \\\n# between\n  && echo b \\   \n\n  && echo c\nRun echo "#no comment"\n',
  ),
  'byte order mark and windows lines': dockerfile('\ufeffFROM busybox\r\nRUN echo hi\r\nLABEL a=b\r\n'),
  'unknown instruction': dockerfile('FROM busybox\nRUNN true\n'),
  'unknown instruction, nothing like it': dockerfile('FROM busybox\n\nSOMETHING else\n'),
  'no from': dockerfile('RUN true\n'),
  'only comments': dockerfile('# nothing\n'),
  'empty dockerfile': dockerfile(''),
  'no dockerfile': { files: { other: 'x' } },
  'a dockerfile in lower case': { files: { dockerfile: 'FROM busybox\nLABEL lower=1\n' } },
  'another dockerfile': {
    files: { 'deep/': '', 'deep/File': 'FROM busybox\nLABEL deep=1\n' },
    query: { dockerfile: 'deep/File' },
  },
  'dockerfile out of the context': { files: { Dockerfile: 'FROM busybox\n' }, query: { dockerfile: '../x' } },
  'env without value': dockerfile('FROM busybox\nENV A\n'),
  'env without equals': dockerfile('FROM busybox\nENV A=1 B\n'),
  'label nothing': dockerfile('FROM busybox\nLABEL\n'),
  'arg blank': dockerfile('FROM busybox\nARG =x\n'),
  'cmd of numbers': dockerfile('FROM busybox\nCMD ["a", 1]\n'),
  'cmd of broken json': dockerfile("FROM busybox\nCMD ['a']\n"),
  'shell without json': dockerfile('FROM busybox\nSHELL /bin/sh -c\n'),
  'expose nothing like a port': dockerfile('FROM busybox\nEXPOSE http\n'),
  'expose an unknown protocol': dockerfile('FROM busybox\nEXPOSE 80/foo\n'),
  'stopsignal wrong': dockerfile('FROM busybox\nSTOPSIGNAL SIGNOTHING\n'),
  'volume blank': dockerfile('FROM busybox\nVOLUME [""]\n'),
  'workdir without': dockerfile('FROM busybox\nWORKDIR\n'),
  'healthcheck unknown type': dockerfile('FROM busybox\nHEALTHCHECK RUN x\n'),
  'healthcheck short interval': dockerfile('FROM busybox\nHEALTHCHECK --interval=1us CMD x\n'),
  'healthcheck no duration': dockerfile('FROM busybox\nHEALTHCHECK --interval=5 CMD x\n'),
  'healthcheck retries': dockerfile('FROM busybox\nHEALTHCHECK --retries=-1 CMD x\n'),
  'onbuild onbuild': dockerfile('FROM busybox\nONBUILD ONBUILD RUN x\n'),
  'onbuild from': dockerfile('FROM busybox\nONBUILD FROM x\n'),
  'unknown flag': dockerfile('FROM busybox\nCOPY --chwn=1 a b\n'),
  'flag twice': dockerfile('FROM busybox\nCOPY --chown=1 --chown=2 a b\n'),
  'flag without value': dockerfile('FROM busybox\nCOPY --from a b\n'),
  'flag that is no boolean': dockerfile('FROM busybox\nCOPY --link=maybe a b\n'),
  'onbuild triggers': {
    before: [
      dockerfile('FROM busybox\nONBUILD RUN echo triggered > /t\nONBUILD COPY a.txt /a\n', {
        query: { t: 'onbuild-base' },
      }),
    ],
    ...dockerfile('FROM onbuild-base\nRUN cat /t /a\n', { files: { 'a.txt': 'from context\n' } }),
  },
  'the cache': {
    before: [
      dockerfile('FROM busybox\nENV A=1\nRUN echo $A > /cached\nCOPY a.txt /\nLABEL x=1\n', {
        files: { 'a.txt': 'a\n' },
      }),
    ],
    ...dockerfile('FROM busybox\nENV A=1\nRUN echo $A > /cached\nCOPY a.txt /\nLABEL x=2\n', {
      files: { 'a.txt': 'a\n' },
    }),
  },
  'the cache after another file': {
    before: [
      dockerfile('FROM busybox\nLABEL o=1\nCOPY a.txt /\nRUN echo 1\n', { files: { 'a.txt': 'a\n' } }),
    ],
    ...dockerfile('FROM busybox\nLABEL o=1\nCOPY a.txt /\nRUN echo 1\n', { files: { 'a.txt': 'other\n' } }),
  },
  'the cache and args': {
    before: [dockerfile('FROM busybox\nARG A\nRUN echo $A\n', { query: { buildargs: '{"A":"1"}' } })],
    ...dockerfile('FROM busybox\nARG A\nRUN echo $A\n', { query: { buildargs: '{"A":"2"}' } }),
  },
  'no cache': {
    before: [dockerfile('FROM busybox\nLABEL no=cache\n')],
    ...dockerfile('FROM busybox\nLABEL no=cache\n', { query: { nocache: '1' } }),
  },
  'scratch and the cache': {
    before: [dockerfile('FROM scratch\nLABEL scratch=cached\n')],
    ...dockerfile('FROM scratch\nLABEL scratch=cached\n'),
  },
  'cache from': {
    before: [dockerfile('FROM busybox\nLABEL from=1\nLABEL from=2\n', { query: { t: 'cache-source' } })],
    ...dockerfile('FROM busybox\nLABEL from=1\nLABEL from=2\n', { query: { cachefrom: '["cache-source"]' } }),
  },
  'add an archive': dockerfile('FROM busybox\nADD nothing.tar /t/\nRUN ls /t\n', {
    files: { 'nothing.tar': 'no tar\n' },
  }),
  'two tags': dockerfile('FROM busybox\n', { query: { t: ['case-two:one', 'case-two', 'case-two:latest'] } }),
  'a tag that is wrong': dockerfile('FROM busybox\n', { query: { t: 'UPPER' } }),
  'a tag with a digest': dockerfile('FROM busybox\n', { query: { t: `a@sha256:${'0'.repeat(64)}` } }),
  'ignored dockerfile': dockerfile('FROM busybox\nCOPY . /c/\nRUN ls -A /c\n', {
    files: { '.dockerignore': '# comment\nDockerfile\n.dockerignore\n', kept: 'k' },
  }),
  'network none': dockerfile('FROM busybox\nRUN ls /sys/class/net\n', { query: { networkmode: 'none' } }),
  'network that is missing': dockerfile('FROM busybox\nRUN true\n', { query: { networkmode: 'nowhere' } }),
  'extra hosts': dockerfile('FROM busybox\nRUN grep extra /etc/hosts\n', {
    query: { extrahosts: 'extra:1.2.3.4' },
  }),
  'memory too small': dockerfile('FROM busybox\nRUN true\n', { query: { memory: '1000' } }),
  'a volume loses what is written': dockerfile('FROM busybox\nVOLUME /v\nRUN echo x > /v/x\nRUN ls -A /v\n'),
  'remote wrong': dockerfile('FROM busybox\n', { query: { remote: 'nowhere' } }),
  'remote session': dockerfile('FROM busybox\n', { query: { remote: 'client-session' } }),
  'version wrong': dockerfile('FROM busybox\n', { query: { version: '3' } }),
  squash: dockerfile('FROM busybox\n', { query: { squash: '1' } }),
  'security options': dockerfile('FROM busybox\n', { query: { securityopt: 'x' } }),
  'isolation wrong': dockerfile('FROM busybox\n', { query: { isolation: 'x' } }),
  'ulimits wrong': dockerfile('FROM busybox\n', { query: { ulimits: 'x' } }),
  'shmsize wrong': dockerfile('FROM busybox\n', { query: { shmsize: 'x' } }),
  'body is no archive': { files: {}, body: 'this is not an archive' },
  'empty body': { files: {}, body: '' },
  'API 1.29 has no aux': dockerfile('FROM busybox\nLABEL old=api\n', { apiVersion: '1.29' }),
};

export const cases: readonly BuildCase[] = Object.entries(named).map(([name, body]) => ({ name, ...body }));
