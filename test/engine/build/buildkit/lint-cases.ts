// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile has variables of its own
import type { BuildCase, BuildOptions } from './build-case.ts';

const over = (name: string, Dockerfile: string, builds: readonly BuildOptions[] = [{}]): BuildCase => ({
  name,
  builds,
  files: { Dockerfile, 'a.txt': 'a\n' },
});

/** What BuildKit's linter warns of. */
export const lintCases: readonly BuildCase[] = [
  over(
    'warnings of stages',
    'FROM busybox AS Base\nFROM Base as two\nFROM busybox AS scratch\nFROM busybox AS Base\nFROM two\n',
  ),
  over('warnings of casing', 'from busybox\nRUN true\nenv A=1\nrun true\nCoPy a.txt /a\nEXPOSE 80/TCP\n'),
  over(
    'warnings of commands',
    'FROM busybox\nCMD echo a\nENTRYPOINT echo b\nCMD ["c"]\nENTRYPOINT ["d"]\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b\n',
  ),
  over('warnings of old forms', 'FROM busybox\nMAINTAINER me\nENV A 1\nLABEL b c d\n'),
  over('warnings of directories', 'FROM busybox\nWORKDIR a\nWORKDIR /b\nWORKDIR c\n'),
  over(
    'warnings of variables',
    'ARG V=1\nFROM busybox:${T:-latest}\nARG A\nENV B=$A$UNDEF\nRUN echo $NONE\nCOPY $WHAT a.txt /$B/\nLABEL x=$PAHT\nWORKDIR /$V\nUSER $U\n',
  ),
  over(
    'warnings of arguments of FROM',
    'ARG IMG\nARG TAG=\nFROM --platform=$TARGETPLATFORM busybox AS a\nFROM --platform=linux/amd64 busybox AS b\nFROM ${IMG:-busybox} AS c\nFROM ${IMGG:-busybox} AS d\nFROM a\n',
  ),
  over('warnings of an image without its argument', 'ARG TAG\nFROM busybox:${TAG}\nRUN true\n', [
    { args: { TAG: 'latest' } },
  ]),
  over(
    'warnings of secrets',
    'FROM busybox\nARG PASSWORD=1\nENV AWS_SECRET_KEY=x API_TOKEN=y PUBLIC_KEY=z\nARG MY_APIKEY GIT_AUTH\nENV token_path=/t\n',
  ),
  over('warnings of empty continuations', 'FROM busybox\nRUN echo a \\\n\n  b\nENV X=1 \\\n\n'),
  over(
    'warnings switched off',
    '# check=skip=JSONArgsRecommended,StageNameCasing\nFROM busybox AS Base\nCMD echo a\nMAINTAINER me\n',
  ),
  over('warnings are errors', '# check=error=true\nFROM busybox\nCMD echo a\n'),
  over('no warnings', '# check=skip=all\nFROM busybox AS Base\nMAINTAINER me\nCMD echo a\n'),
  over('warnings of ports', 'FROM busybox\nEXPOSE 127.0.0.1:80:8080 5432:5432\n'),
];
