// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile has variables of its own
import type { BuildCase, BuildOptions } from './build-case.ts';

const files = {
  'one/a.txt': 'a\n',
  'one/.hidden': 'hidden\n',
  'two/b.txt': 'b\n',
  'two/deep/c.txt': 'c\n',
  'to-two': '-> two',
  'with space.txt': 'space\n',
  '.dockerignore': 'Dockerfile\n.dockerignore\n',
};

const over = (name: string, Dockerfile: string, builds: readonly BuildOptions[] = [{}]): BuildCase => ({
  name,
  builds,
  files: { ...files, Dockerfile },
});

/** What people write, too. */
export const oddCases: readonly BuildCase[] = [
  over(
    'COPY of several directories',
    'FROM scratch\nCOPY one two /x/\nCOPY one/. /y\nCOPY ./one/../two /z/\n',
  ),
  over(
    'COPY through links of the context',
    'FROM scratch\nCOPY to-two /l\nCOPY to-two/ /m/\nCOPY to-two/b.txt /n\n',
  ),
  over(
    'COPY in JSON form',
    'FROM scratch\nCOPY ["with space.txt", "/a b/"]\nCOPY "with space.txt" /c\nADD ["one", "/d e"]\n',
  ),
  over(
    'COPY up and down',
    'FROM busybox\nWORKDIR /w/x\nCOPY one/a.txt ../y/\nCOPY one/a.txt /etc/../z\nCOPY one/a.txt ..\n',
  ),
  over(
    'COPY --from with patterns',
    'FROM busybox AS s\nWORKDIR /s\nRUN touch 1.txt 2.txt 3.md && mkdir d.txt && touch d.txt/x\nFROM scratch\nCOPY --from=s /s/*.txt /t/\nCOPY --from=s /s/?.md /\n',
  ),
  over(
    'COPY --exclude with an exception',
    'FROM scratch\nCOPY --exclude=* --exclude=!b.txt two /x/\nCOPY --exclude=deep --exclude=!deep/c.txt two /y/\n',
  ),
  over(
    'COPY --chmod of directories and links',
    'FROM scratch\nCOPY --chmod=4750 two /x\nCOPY --chmod=a-w,u+s to-two /y\nCOPY --chmod=+x one /z/\n',
  ),
  over(
    'a quoted destination',
    'FROM busybox\nENV D="/a b"\nCOPY one/a.txt $D/\nCOPY one/a.txt "${D}/c"\nRUN ls -l "$D" | wc -l\n',
  ),
  over(
    'ENV of all sorts',
    'FROM busybox\nENV A="a b" B=c\\ d C=\'$A\' D="$A" E=${A}x F=\nENV G=1 \\\n  H=2\nENV A=new I=$A\nRUN echo "$A|$B|$C|$D|$E|$F|$G|$H|$I"\n',
  ),
  over('ENV over ARG', 'FROM busybox\nARG V=arg\nENV V=env\nRUN echo $V\nARG V=again\nRUN echo $V\n', [
    {},
    { args: { V: 'given' } },
  ]),
  over(
    'ARG out of ENV and others',
    'FROM busybox\nENV E=1\nARG A=$E-x\nARG B=${A}y\nARG C\nENV D=$C$B\nRUN echo $A $B [$C] $D\n',
    [{ args: { C: 'c' } }],
  ),
  over(
    'ARG before and after FROM',
    'ARG V=global\nFROM busybox\nRUN echo "[$V]"\nARG V\nRUN echo "[$V]"\nARG V=own\nRUN echo "[$V]"\n',
  ),
  over(
    'labels of several lines',
    'FROM busybox\nLABEL one="1" \\\n  # a comment\n  two=\'2 3\' \\\n\n  three=4\\ 5\n',
  ),
  over('comments within', 'FROM busybox\nRUN echo a \\\n  # not this\n  b && \\\n# nor this\n  echo c\n'),
  over('a list that is none', 'FROM busybox\nCMD ["a", b]\nENTRYPOINT [ "x" , "y" ]\nRUN [ "echo", "z" ]\n'),
  over('nothing left of commands', 'FROM busybox\nENTRYPOINT []\nCMD ["x"]\n'),
  over('VOLUME and what comes after', 'FROM busybox\nVOLUME /v\nRUN echo kept > /v/x\nCOPY one/a.txt /v/\n'),
  over('USER by number', 'FROM busybox\nUSER 12:34\nWORKDIR /w\nRUN id && touch /w/x\nCOPY one/a.txt .\n'),
  over(
    'STOPSIGNAL and EXPOSE by variables',
    'FROM busybox\nARG S=15 P=8080\nSTOPSIGNAL $S\nEXPOSE $P ${P}/udp 90-91\n',
  ),
  over('a stage named as its image', 'FROM busybox AS busybox\nRUN echo 1 > /1\nFROM busybox\nRUN cat /1\n'),
  over(
    'two stages of one name',
    'FROM busybox AS a\nRUN echo 1 > /1\nFROM busybox AS a\nRUN echo 2 > /2\nFROM busybox\nCOPY --from=a /2 /\n',
  ),
  over('a target in capitals', 'FROM busybox AS Base\nRUN echo base\nFROM scratch\nCOPY one /\n', [
    { target: 'BASE' },
  ]),
  over('a target by number', 'FROM busybox\nRUN echo base\nFROM scratch\nCOPY one /\n', [{ target: '0' }]),
  over('a stage copies from itself', 'FROM busybox\nCOPY --from=0 /etc/passwd /p\n'),
  over(
    'documents with modifiers',
    "FROM busybox\nARG A=b/c\nCOPY <<EOF /1\n${A:-x} ${A#*/} ${N:-none} \\${A}\n\"quoted\" 'single' `tick`\nEOF\nCOPY <<EOF /2\nEOF\nCOPY <<'EOF' /3\n$A \\ \\\\\nEOF\n",
  ),
  over(
    'a document of a document',
    'FROM busybox\nRUN <<OUTER\ncat > /in <<INNER\ninside\nINNER\nOUTER\nRUN <<EOF sh -x\necho hi\nEOF\nRUN <<"EOF"\necho "$HOME"\nEOF\n',
  ),
  over('RUN that is killed', 'FROM busybox\nRUN kill -9 $$\n'),
  over('RUN with a wrong syntax', 'FROM busybox\nRUN if true; then\n'),
  over(
    'RUN changes what its base has',
    'FROM busybox\nRUN chmod 700 /root && mv /etc/group /etc/moved && ln /etc/passwd /etc/linked && rm -r /var && mkdir /var\n',
  ),
  over(
    'RUN writes devices and pipes',
    'FROM busybox\nRUN mkfifo /p && mknod /n c 1 3 && touch /tmp/x && chown 1:1 /tmp/x && rm /tmp/x\n',
  ),
  over(
    'mounts over mounts',
    'FROM busybox\nRUN --mount=type=tmpfs,target=/m --mount=target=/m/ctx,source=one ls /m/ctx && touch /m/x\nRUN --mount=target=/f.txt,source=one/a.txt cat /f.txt\nRUN --mount=target=/etc/passwd,source=two/b.txt cat /etc/passwd\nRUN ls /m /f.txt; cat /etc/passwd | wc -l\n',
  ),
  over(
    'cache mounts from a stage',
    'FROM busybox AS seed\nRUN mkdir /s && echo seed > /s/f\nFROM busybox\nRUN --mount=type=cache,target=/c,from=seed,source=/s cat /c/f && echo more >> /c/f\nRUN --mount=type=cache,target=/c,from=seed,source=/s,ro cat /c/f && ! touch /c/g\nRUN --mount=type=cache,target=relative,sharing=locked touch relative/x && ls /relative\n',
  ),
  over('a mount of what changes', 'FROM busybox\nRUN --mount=target=/c,source=one ls -A /c\n', [
    {},
    { change: { 'two/b.txt': 'B\n' } },
    { change: { 'one/new.txt': 'n\n' } },
  ]),
  over(
    'a secret that must be there and is not',
    'FROM busybox\nRUN --mount=type=secret,id=x,required cat /run/secrets/x\n',
  ),
  over(
    'ONBUILD copies',
    'FROM busybox AS base\nONBUILD COPY one/a.txt /on\nONBUILD RUN cat /on\nFROM base AS next\nRUN echo own\nFROM base\n',
  ),
  over('a time as an argument', 'ARG SOURCE_DATE_EPOCH=1700000000\nFROM busybox\nWORKDIR /x\nLABEL a=b\n'),
  over(
    'a long chain of FROM',
    'FROM busybox AS a\nENV X=1\nFROM a AS b\nENV Y=$X\nFROM b AS c\nWORKDIR /c\nFROM c\nRUN echo $X $Y && pwd\n',
  ),
  over(
    'the same work in two stages',
    'FROM busybox AS a\nRUN echo same > /s\nFROM busybox AS b\nRUN echo same > /s\nFROM scratch\nCOPY --from=a /s /1\nCOPY --from=b /s /2\n',
  ),
];
