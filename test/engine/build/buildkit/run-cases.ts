import type { BuildCase, BuildOptions } from './build-case.ts';

const alone = (name: string, Dockerfile: string, builds: readonly BuildOptions[] = [{}]): BuildCase => ({
  name,
  files: { Dockerfile, 'dir/file.txt': 'of the context\n' },
  builds,
});

/** RUN: what it sees, and what its layer has. */
export const runCases: readonly BuildCase[] = [
  alone(
    'RUN in exec form',
    'FROM busybox\nRUN ["echo", "a b", "$HOME"]\nRUN ["sh", "-c", "echo \\"q\\" > /q"]\n',
  ),
  alone(
    'what RUN sees',
    'FROM busybox\nWORKDIR /w\nENV A=1\nRUN env | sort && pwd && hostname && id && cat /etc/hosts && ls -la / | wc -l > /dev/null\n',
  ),
  alone(
    'what RUN leaves',
    'FROM busybox\nRUN rm /etc/group && mkdir /d && echo 1 > /d/f && chmod 600 /d/f && ln -s f /d/l && chown 1:2 /d\nRUN rm -r /d && touch /etc/passwd\nRUN true\n',
  ),
  alone(
    'RUN leaves no mount points',
    'FROM scratch\nCOPY --from=busybox /bin/busybox /bin/busybox\nRUN ["/bin/busybox", "true"]\nRUN ["/bin/busybox", "mkdir", "/dev/x", "/proc2"]\n',
  ),
  alone(
    'documents of RUN',
    'FROM busybox\nRUN <<EOF\necho one\necho two > /two\nEOF\nRUN <<-EOF\n\techo tabs\n\tEOF\nRUN cat <<A <<B\na\nA\nb\nB\nRUN <<EOF cat > /out\nhello\nEOF\nRUN <<EOF\n#!/bin/sh\necho script $0\nEOF\n',
  ),
  alone(
    'RUN --mount=type=bind',
    'FROM busybox AS other\nRUN echo other > /o\nFROM busybox\nRUN --mount=target=/ctx ls /ctx && cat /ctx/dir/file.txt\nRUN --mount=type=bind,source=dir,target=/d,rw echo more > /d/new && ls /d\nRUN --mount=type=bind,from=other,source=/o,target=/o cat /o\nRUN --mount=from=other,target=/mnt ls -d /mnt/o\nRUN --mount=target=/ctx touch /ctx/x\n',
  ),
  alone(
    'RUN --mount=type=cache',
    'FROM busybox\nRUN --mount=type=cache,target=/c echo 1 >> /c/f && cat /c/f\nRUN --mount=type=cache,target=/c echo 2 >> /c/f && cat /c/f\nRUN --mount=type=cache,target=/other,id=/c cat /other/f\nRUN --mount=type=cache,target=/p,uid=5,gid=6,mode=0711 ls -ld /p | cut -c1-10 && stat -c %u:%g /p\nRUN --mount=type=cache,target=/f,from=busybox,source=/etc ls /f\n',
    [{}, {}, { noCache: '' }],
  ),
  alone(
    'RUN --mount=type=tmpfs',
    'FROM busybox\nRUN --mount=type=tmpfs,target=/t echo x > /t/x && ls /t\nRUN --mount=type=tmpfs,target=/t,size=1m ls /t && ls -d /t\nRUN ls /\n',
  ),
  alone(
    'RUN --mount=type=secret',
    'FROM busybox\nRUN --mount=type=secret,id=one cat /run/secrets/one && ls -l /run/secrets/one | cut -c1-10\nRUN --mount=type=secret,id=one,target=/x/y,mode=0444,uid=3 cat /x/y && stat -c %u /x/y\nRUN --mount=type=secret,id=one,env=ONE echo "got $ONE"\nRUN --mount=type=secret,id=two ls /run/secrets || echo none\nRUN --mount=type=secret,id=two,required=true true\n',
    [{ secrets: { one: 'first secret\n' } }],
  ),
  alone(
    'a secret is no part of the cache',
    'FROM busybox\nRUN --mount=type=secret,id=s cat /run/secrets/s > /s\n',
    [{ secrets: { s: '1' } }, { secrets: { s: '2' } }],
  ),
  alone(
    'RUN --mount=type=ssh without an agent',
    'FROM busybox\nRUN --mount=type=ssh echo "[$SSH_AUTH_SOCK]"\nRUN --mount=type=ssh,required=true true\n',
  ),
  alone(
    'RUN --network',
    'FROM busybox\nRUN --network=none ip addr show | grep -c inet\nRUN --network=none ls /sys/class/net\nRUN --network=default ls /sys/class/net\n',
  ),
  alone('RUN --network=host', 'FROM busybox\nRUN --network=host true\n'),
  alone('RUN --security=insecure', 'FROM busybox\nRUN --security=insecure true\n'),
  alone('a network for all of RUN', 'FROM busybox\nRUN ls /sys/class/net\n', [{ network: 'none' }]),
  alone('hosts for RUN', 'FROM busybox\nRUN grep extra /etc/hosts\n', [{ addHosts: { extra: '10.1.2.3' } }]),
  alone('wrong mounts', 'FROM busybox\nRUN --mount=type=what,target=/x true\n', [
    {},
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=cache true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=bind,target=/x,nonsense=1 true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=target=/x,source=missing true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=target=/ true\n' } },
    {
      change: { Dockerfile: 'FROM busybox\nRUN --mount=target=/x,from=later true\nFROM busybox AS later\n' },
      target: 'stage-0',
    },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=cache,target=/c,sharing=odd true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=cache,target=/c,mode=9 true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=secret true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=cache,target=/c,required true\n' } },
    { change: { Dockerfile: 'FROM busybox\nRUN --mount=type=bind,targe=/c true\n' } },
  ]),
  alone(
    'variables in mounts',
    'FROM busybox\nARG T=/there\nENV ID=x\nRUN --mount=type=cache,id=$ID,target=$T ls -d /there\n',
  ),
  alone(
    'ten steps',
    `FROM busybox\n${Array.from({ length: 9 }, (_, index) => `RUN echo ${index} > /f${index}\n`).join('')}`,
  ),
];
