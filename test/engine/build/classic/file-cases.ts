import { type BuildCase, dockerfile } from './build-case.ts';

/** `d/` (5:6, 0750) with `one` (0600) and `link -> one`, as a .tar.gz. */
const TAR_GZ =
  'base64:H4sIAAAAAAACA+3UOw7CQAyEYdecYm8QJ3jt8yCFAoGCxOP+LFEqCiSKXQnt/zVTuBx55kGq0yKyrqmat/QtVzJaNvNws/fdp0klZWngeX8cbilJp+bhuhwb9O/6rX/77D/GvSSl/+pK+zuB9Pv/l9NybrD/ET/sf3g5p6n+NHX//wAAAAAAAAAAAAAA4P+9AF/UfS4AKAAA';

/** What COPY and ADD, contexts and stages do with files. */
export const fileCases: Readonly<Record<string, Omit<BuildCase, 'name'>>> = {
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
  'multi-stage': dockerfile(
    'FROM busybox AS Build\nRUN mkdir /out && echo made > /out/file && chown 7:8 /out/file\nFROM busybox\nCOPY --from=build /out/file /copied\nCOPY --from=0 /out /dir\nRUN cat /copied && stat -c "%u:%g %n" /copied /dir /dir/file\n',
  ),
  'copy from itself': dockerfile('FROM busybox\nCOPY --from=0 /etc/passwd /x\n'),
  'copy from a later stage': dockerfile('FROM busybox\nCOPY --from=5 /etc/passwd /x\n'),
  'copy from an image that is missing': dockerfile('FROM busybox\nCOPY --from=Wrong_NAME /etc/passwd /x\n'),
  'copy what is missing in a stage': dockerfile('FROM busybox AS a\nFROM busybox\nCOPY --from=a /none /x\n'),
  'workdir without': dockerfile('FROM busybox\nWORKDIR\n'),
  'add an archive': dockerfile('FROM busybox\nADD nothing.tar /t/\nRUN ls /t\n', {
    files: { 'nothing.tar': 'no tar\n' },
  }),
  'ignored dockerfile': dockerfile('FROM busybox\nCOPY . /c/\nRUN ls -A /c\n', {
    files: { '.dockerignore': '# comment\nDockerfile\n.dockerignore\n', kept: 'k' },
  }),
  'a volume loses what is written': dockerfile('FROM busybox\nVOLUME /v\nRUN echo x > /v/x\nRUN ls -A /v\n'),
  'add a compressed archive': dockerfile(
    'FROM busybox\nADD a.tar.gz /t/\nADD a.tar.gz .\nCOPY a.tar.gz /kept.tgz\nRUN cd /t && stat -c "%a %u %g %F %n" d d/one d/link && cat /d/link && ls /kept.tgz\n',
    { files: { 'a.tar.gz': TAR_GZ } },
  ),
  'add a directory and several files': dockerfile('FROM busybox\nADD sub a.txt /x/\nRUN find /x | sort\n', {
    files: { 'a.txt': 'a', 'sub/': '', 'sub/s': 's' },
  }),
  'add a url': dockerfile('FROM busybox\nADD ftp://x/y /x\n'),
  'copy a directory over another': dockerfile(
    'FROM busybox\nRUN mkdir -m 700 -p /x/deep && echo old > /x/y && chown 3:4 /x /x/deep\nCOPY sub /x\nRUN stat -c "%a %u %g %n" /x /x/deep /x/y && cat /x/y\n',
    { files: { 'sub/': '', 'sub/y': 'new\n', 'sub/deep/': '', 'sub/deep/z': 'z' } },
  ),
  'copy a file onto a directory': dockerfile(
    'FROM busybox\nRUN mkdir /dir\nCOPY a.txt /dir\nCOPY a.txt /dir/.\nRUN ls /dir\n',
    {
      files: { 'a.txt': 'a' },
    },
  ),
  'copy a file over a file': dockerfile(
    'FROM busybox\nRUN echo old > /f && chmod 777 /f && ln -s /f /l\nCOPY a.txt /l\nRUN cat /f && stat -c "%a %F" /f /l\n',
    {
      files: { 'a.txt': 'new\n' },
    },
  ),
  'copy by patterns': dockerfile(
    'FROM busybox\nCOPY [ab].txt /p/\nCOPY su?/*.txt /q/\nCOPY sub/*/ /r/\nCOPY .h* /s/\nRUN find /p /q /r /s | sort\n',
    {
      files: {
        ...{ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c', 'sub/': '', 'sub/x.txt': 'x', 'sub/y.md': 'y' },
        ...{ 'sub/in/': '', 'sub/in/z': 'z', '.hidden': 'h' },
      },
    },
  ),
  'copy a directory that is missing': dockerfile('FROM busybox\nCOPY dir/ /x/\n'),
  'copy all of it': dockerfile(
    'FROM busybox\nWORKDIR /w\nCOPY . ./\nCOPY ./sub/../a.txt b\nRUN find . | sort\n',
    {
      files: { 'a.txt': 'a', 'sub/': '', 'sub/x': 'x' },
    },
  ),
  'a context without entries for directories': dockerfile(
    'FROM busybox\nCOPY sub /x\nCOPY sub/deep/f /f\nRUN find /x | sort\n',
    {
      files: { 'sub/deep/f': 'f' },
    },
  ),
  'dockerignore with exceptions': dockerfile('FROM busybox\nCOPY . /c\nRUN ls -A /c\n', {
    files: { '.dockerignore': '*\n!.docker*\n!kept\nDocker*\n', kept: 'k', other: 'sent all the same' },
  }),
  'chown with too many parts': dockerfile('FROM busybox\nCOPY --chown=a:b:c a.txt /x\n', {
    files: { 'a.txt': 'a' },
  }),
  'chown of an unknown group': dockerfile(
    'FROM busybox\nRUN echo "x:x:1:1::/:" > /etc/passwd; echo "y:x:1:" > /etc/group\nCOPY --chown=x:nobody2 a.txt /x\n',
    {
      files: { 'a.txt': 'a' },
    },
  ),
  'chown from a variable, of a directory': dockerfile(
    'FROM busybox\nARG O=8:9\nCOPY --chown=$O sub /x\nRUN stat -c "%u:%g %n" /x /x/f\n',
    {
      files: { 'sub/': '', 'sub/f': 'f' },
    },
  ),
  'workdir through variables and links': dockerfile(
    'FROM busybox\nENV W=/a\nRUN mkdir /real && ln -s /real /a\nWORKDIR $W/b\nRUN pwd && ls -d /real/b\nWORKDIR ..\nRUN pwd\n',
  ),
  'workdir on a file': dockerfile('FROM busybox\nRUN echo x > /f\nWORKDIR /f\n'),
  'add with one argument': dockerfile('FROM busybox\nADD ["x"]\n'),
};
