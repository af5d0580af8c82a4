// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile has variables of its own
import type { BuildCase, BuildOptions } from './build-case.ts';
import { copyCases } from './copy-cases.ts';
import { lintCases } from './lint-cases.ts';
import { oddCases } from './odd-cases.ts';
import { runCases } from './run-cases.ts';

const once: readonly BuildOptions[] = [{}];

/** A Dockerfile and nothing else, built once. */
const alone = (name: string, Dockerfile: string, builds = once): BuildCase => ({
  name,
  files: { Dockerfile },
  builds,
});

const configCases: readonly BuildCase[] = [
  alone(
    'every instruction that changes the configuration',
    `FROM busybox
MAINTAINER someone
LABEL a=1 "b c"="d e"
LABEL old style
ENV X=1 Y="two words"
ENV OLD old style
EXPOSE 80 53/udp 8000-8002
VOLUME /data ["/more"]
VOLUME ["/x", "/y"]
USER nobody:nogroup
USER root
WORKDIR /app
WORKDIR sub
STOPSIGNAL SIGUSR1
SHELL ["/bin/sh", "-ec"]
HEALTHCHECK --interval=5s --timeout=3s --retries=2 --start-period=1s CMD true
ONBUILD RUN echo later
ENTRYPOINT ["echo"]
CMD ["hello"]
`,
  ),
  alone('shell forms of CMD and ENTRYPOINT', 'FROM busybox\nCMD echo a\nENTRYPOINT echo b\n'),
  alone('an ENTRYPOINT after a CMD of the base', 'FROM busybox\nENTRYPOINT ["top"]\n'),
  alone('HEALTHCHECK NONE', 'FROM busybox\nHEALTHCHECK NONE\nCMD []\n'),
  alone('from scratch, with a label', 'FROM scratch\nLABEL a=b\n'),
  alone('nothing but FROM', 'FROM busybox\n'),
  alone(
    'build arguments',
    'FROM busybox\nARG A=1\nARG B\nARG C=${A}2 D=x\nRUN echo $A $B $C $D\nENV A=3\nRUN echo $A\n',
    [{}, { args: { B: 'b', A: '9', UNUSED: 'u' } }],
  ),
  alone(
    'global arguments',
    'ARG BASE=busybox\nARG G=g\nFROM $BASE AS one\nARG G\nRUN echo $G > /g\nFROM one\nRUN echo "[$G]"\n',
    [{}, { args: { G: 'other' } }],
  ),
  alone(
    'platform arguments',
    'FROM --platform=$BUILDPLATFORM busybox\nARG TARGETPLATFORM\nARG TARGETOS TARGETARCH TARGETVARIANT\nARG BUILDPLATFORM\nARG TARGETSTAGE\nRUN echo "$TARGETPLATFORM $TARGETOS $TARGETARCH [$TARGETVARIANT] $BUILDPLATFORM $TARGETSTAGE"\n',
  ),
  alone('proxies', 'FROM busybox\nRUN echo "$HTTP_PROXY $no_proxy"\n', [
    { args: { HTTP_PROXY: 'http://p:1', no_proxy: 'here' } },
  ]),
  alone(
    'modifiers of variables',
    'FROM busybox\nARG A=/usr/local/bin.tar.gz\nENV B=${A%.*} C=${A%%.*} D=${A#*/} E=${A##*/} F=${A/usr/opt} G=${A//l/L} H=${N:-none} I=${A:+set}\nRUN echo $B $C $D $E $F $G $H $I\n',
  ),
  alone('a variable that must be set', 'FROM busybox\nENV A="${N:?is missing}"\n'),
  alone('a value of several words', 'FROM busybox\nENV A=${N:?is missing}\n'),
  alone('an escape of ones own', '# escape=`\nFROM busybox\nRUN echo a `\n  b\n'),
  alone(
    'lower case instructions',
    'from busybox as base\nrun echo a > /a\nfrom busybox\ncopy --from=base /a /b\nworkdir /x\n',
  ),
  alone('labels of the client', 'FROM busybox\nLABEL a=1 b=2\n', [{ labels: { b: '3', c: '4' } }]),
  alone('a given time', 'FROM busybox\nWORKDIR /made\nRUN echo a > /a\nCOPY <<EOF /b\nb\nEOF\nLABEL x=y\n', [
    { args: { SOURCE_DATE_EPOCH: '1700000000' } },
  ]),
  alone('SHELL is used by RUN', 'FROM busybox\nSHELL ["/bin/sh", "-xc"]\nRUN echo hi\nCMD hi\n'),
  alone('WORKDIR belongs to the user', 'FROM busybox\nUSER nobody\nWORKDIR /a/b\nRUN pwd && id -u\n'),
  alone('WORKDIR that is there', 'FROM busybox\nWORKDIR /tmp\nWORKDIR /\nRUN pwd\n'),
];

const stageCases: readonly BuildCase[] = [
  alone(
    'stages',
    'FROM busybox AS one\nRUN echo 1 > /one\nFROM busybox AS two\nRUN echo 2 > /two\nFROM busybox AS unused\nRUN exit 5\nFROM scratch\nCOPY --from=one /one /\nCOPY --from=two /two /\n',
    [{}, {}, { target: 'two' }],
  ),
  alone(
    'a stage over a stage',
    'FROM busybox AS a\nENV X=1\nRUN echo $X > /x\nFROM a AS b\nRUN cat /x\nFROM b\nCMD ["cat", "/x"]\n',
  ),
  alone('stages by number', 'FROM busybox\nRUN echo 0 > /zero\nFROM busybox\nCOPY --from=0 /zero /z\n'),
  alone('copy from an image', 'FROM scratch\nCOPY --from=busybox /etc/group /g\n'),
  alone('no such target', 'FROM busybox AS base\nRUN true\n', [{ target: 'bas' }, { target: 'other' }]),
  alone(
    'a stage that comes later',
    'FROM busybox\nCOPY --from=later /a /a\nFROM busybox AS later\nRUN echo > /a\n',
    [{ target: 'later' }, {}],
  ),
  alone('no such stage number', 'FROM busybox\nCOPY --from=7 /a /a\n'),
  alone('circles', 'FROM b AS a\nCOPY --from=b /x /x\nFROM a AS b\nCOPY --from=a /x /y\n'),
  alone('a base that is nowhere', 'FROM nowhere.invalid/nothing:1\nRUN true\n'),
  alone('a base by a blank name', 'ARG EMPTY\nFROM ${EMPTY}\nRUN true\n'),
  alone('a base of a wrong name', 'FROM UPPER\n'),
  alone('a bad platform', 'FROM --platform=foo/bar/baz/x busybox\n'),
  alone('a named context for an image', 'FROM base\nRUN echo a\n', [
    { contexts: { base: 'docker-image://busybox' } },
  ]),
  {
    name: 'a named context of files',
    files: {
      Dockerfile: 'FROM busybox\nCOPY --from=more a.txt /a\nRUN --mount=from=more,target=/m cat /m/a.txt\n',
      'other/a.txt': 'from there\n',
    },
    builds: [{ contexts: { more: 'other' } }],
  },
  alone(
    'ONBUILD of a base',
    'FROM busybox\nONBUILD RUN echo triggered > /t\nONBUILD ENV O=1\nONBUILD WORKDIR /onbuild\n',
    [{ tag: 'onbuild-base' }, { change: { Dockerfile: 'FROM onbuild-base\nRUN cat /t && echo $O\n' } }],
  ),
  alone('ONBUILD within', 'FROM busybox AS a\nONBUILD RUN echo in\nFROM a\nRUN echo own\n'),
];

const cacheCases: readonly BuildCase[] = [
  {
    name: 'the cache goes by content',
    files: { Dockerfile: 'FROM busybox\nCOPY a.txt /a\nRUN cat /a > /b\nCOPY . /all\n', 'a.txt': 'a\n' },
    builds: [
      {},
      { change: { 'new.txt': 'new\n' } },
      { change: { 'a.txt': 'A\n' } },
      {},
      { change: { 'a.txt': 'a\n' } },
    ],
  },
  alone(
    'arguments and the cache',
    'FROM busybox\nRUN echo before > /x\nARG V\nRUN echo after\nRUN echo $V\n',
    [{ args: { V: '1' } }, { args: { V: '2' } }, { args: { V: '1' } }, {}],
  ),
  alone(
    'no cache',
    'FROM busybox AS a\nRUN echo a > /a\nFROM busybox\nRUN echo b\nCOPY --from=a /a /a\nWORKDIR /w\n',
    [{}, { noCache: '' }, { noCache: 'a' }, {}],
  ),
  alone('a change of configuration', 'FROM busybox\nENV A=1\nRUN echo x > /x\n', [
    {},
    { change: { Dockerfile: 'FROM busybox\nENV A=2\nRUN echo x > /x\n' } },
    { change: { Dockerfile: 'FROM busybox\nLABEL z=z\nENV A=1\nRUN echo x > /x\nCMD ["x"]\n' } },
  ]),
  alone(
    'a stage that made the same again',
    'FROM busybox AS a\nRUN echo same > /same\nFROM busybox\nCOPY --from=a /same /same\nRUN cat /same\n',
    [{}, { noCache: 'a' }],
  ),
];

const inlineCacheCases: readonly BuildCase[] = [
  alone(
    'inline cache',
    'FROM busybox\nRUN echo cached > /c\nCOPY <<EOF /d\nd\nEOF\nRUN echo more > /m\nCMD ["cat", "/c"]\n',
    [
      { inlineCache: true, tag: 'with-cache' },
      { prune: true, cacheFrom: 'with-cache' },
      { prune: true, cacheFrom: 'busybox' },
      { prune: true, cacheFrom: 'nowhere.invalid/nothing' },
    ],
  ),
  alone('inline cache of a part', 'FROM busybox\nRUN echo one > /1\nRUN echo two > /2\n', [
    { inlineCache: true, tag: 'with-cache' },
    {
      prune: true,
      cacheFrom: 'with-cache',
      change: { Dockerfile: 'FROM busybox\nRUN echo one > /1\nRUN echo three > /3\nWORKDIR /w\n' },
    },
  ]),
];

const failureCases: readonly BuildCase[] = [
  alone('a command that fails', 'FROM busybox\nRUN echo out; echo err >&2; exit 5\nRUN echo never\n'),
  alone('a command that is not there', 'FROM busybox\nRUN ["/nothing", "x"]\n'),
  alone('a command that is not found', 'FROM busybox\nRUN no-such-command -x\n'),
  alone('a long command that fails', 'FROM busybox\nRUN echo one && \\\n    echo two && \\\n    false\n'),
  alone('a shell that is not there', 'FROM scratch\nRUN echo\n'),
  alone('a user who is not there', 'FROM busybox\nUSER stranger\nRUN id\n'),
  alone('a file that is not there', 'FROM busybox\nCOPY missing.txt /\n'),
  alone('a file that a stage does not have', 'FROM busybox AS a\nFROM busybox\nCOPY --from=a /missing /\n'),
  alone(
    'a file that a built stage does not have',
    'FROM busybox AS a\nRUN echo > /b\nFROM busybox\nCOPY --from=a /missing /\n',
  ),
  alone('a file that an image does not have', 'FROM busybox\nCOPY --from=alpine /missing /\n'),
  alone('a file that nothing has', 'FROM busybox\nRUN true\nFROM scratch\nCOPY --from=0 /missing /\n'),
  alone('a wildcard without a match', 'FROM busybox\nCOPY *.none /x/\nRUN ls /\n'),
  alone('ADD of what cannot be reached', 'FROM busybox\nADD http://nowhere.invalid/file.txt /\n'),
  alone('ADD from git', 'FROM busybox\nADD https://nowhere.invalid/x/y.git /src\n'),
  alone('COPY of a URL', 'FROM busybox\nCOPY http://nowhere.invalid/file.txt /\n'),
  alone(
    'ADD with a checksum of a file',
    'FROM busybox\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d Dockerfile /\n',
  ),
  alone('COPY with a wrong mode', 'FROM busybox\nCOPY --chmod=999 Dockerfile /\n'),
  alone('COPY with a mode of another kind', 'FROM busybox\nCOPY --chmod=u=q Dockerfile /\n'),
  alone('COPY for a stranger', 'FROM busybox\nCOPY --chown=stranger Dockerfile /\n'),
  alone('COPY from a variable', 'FROM busybox AS a\nFROM busybox\nARG S=a\nCOPY --from=$S /etc/passwd /\n'),
  alone('a wrong signal', 'FROM busybox\nSTOPSIGNAL SIGNONSENSE\n'),
  alone('a wrong port', 'FROM busybox\nEXPOSE 80x\n'),
  alone('an unknown instruction', 'FROM busybox\nRUM echo\n'),
  alone('several files to one file', 'FROM busybox\nCOPY Dockerfile Dockerfile /x\n'),
  alone('outside of the context', 'FROM busybox\nCOPY ../x /x\n'),
  alone('an empty file', '\n'),
  alone('arguments only', 'ARG A=1\n'),
];

export const cases: readonly BuildCase[] = [
  ...configCases,
  ...stageCases,
  ...cacheCases,
  ...inlineCacheCases,
  ...failureCases,
  ...copyCases,
  ...runCases,
  ...oddCases,
  ...lintCases,
];
