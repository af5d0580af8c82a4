import type { Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

/** Runs a script to its end and shows what it wrote and how it ended. */
async function script(docker: Docker, text: string, config: object = {}): Promise<void> {
  const id = await docker.run({ Cmd: ['sh', '-c', text], ...config });
  await docker.post(`/containers/${id}/wait`);
  await docker.get(`/containers/${id}/logs?stdout=1&stderr=1`);
  await docker.delete(`/containers/${id}?v=1`);
}

async function scripts(docker: Docker, texts: readonly string[]): Promise<void> {
  for (const text of texts) await script(docker, text);
}

export const insideContainers: Scenarios = {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is the shell's
  'inside-shell': docker =>
    scripts(docker, [
      'echo a b  c "d  e"; echo \'$x\'; echo "$HOME"; x=1; echo $x${x}b "${y:-default}" ${#x}',
      'for i in 1 2 3; do echo $i; done; i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo w$i; done',
      'if [ -e /etc/passwd ]; then echo yes; else echo no; fi; case abc in a*) echo glob;; *) echo none;; esac',
      'f() { echo "in f: $1 $#"; return 3; }; f x y; echo $?',
      'echo one | cat; echo out >&2; (exit 4); echo $?; false || echo or; true && echo and; ! true; echo $?',
      'echo hi > /tmp/f; echo more >> /tmp/f; cat /tmp/f; cat < /tmp/f | wc -l; cat /no/such; echo $?',
      'cat <<EOF\nhere $((1+2)) `echo sub` $(echo sub2)\nEOF',
      'set -e; false; echo never',
      'set -u; echo $undefined; echo never',
      'nosuch; echo $?; /etc/passwd; echo $?; /; echo $?',
      'sleep 0.2 & echo $?; wait; echo waited; jobs',
      'trap "echo trapped" EXIT; trap "echo got" USR1; kill -USR1 $$; echo end',
      'echo $0 $$ $# $@; set -- a "b c"; echo $# "$1" "$2" "$*"; shift; echo $1',
      'printf "%s-%d-%x\\n" a 10 255; printf "%5s|%-5s|\\n" a b; echo -n no; echo -e "a\\tb"',
      'read a b <<EOF\none two three\nEOF\necho "$a/$b"; IFS=:; set -- $(echo a:b); echo $2',
      'syntax error (',
      'echo $((7/2)) $((7%3)) $((1<<4)) $((5>3)); echo $((1/0)); echo never',
      'x=abcabc; echo ${x#a} ${x##*b} ${x%c} ${x%%b*} ${x/b/X}; echo ~; cd /tmp; pwd; cd -; echo $OLDPWD',
    ]),
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is the shell's
  'inside-commands': docker =>
    scripts(docker, [
      'ls /; ls -a /tmp; ls /no/such',
      'cd /tmp; mkdir -p a/b; touch a/f; ls -1 a; rm a; rm -r a; ls; rmdir nosuch; mkdir /tmp',
      'cd /tmp; printf "b\\na\\nc\\na\\n" > f; sort f; sort -u f; uniq f; head -n 1 f; tail -n 1 f; wc f; grep a f; grep -c a f; grep z f; echo $?',
      'echo hello | tr a-z A-Z; echo a,b,c | cut -d, -f2; echo abc | sed s/b/X/; seq 3; seq 2 4; expr 1 + 2; basename /a/b.c .c; dirname /a/b',
      'env -i A=1 env; env | grep PATH; export B=2; env | grep ^B=; printenv B; unset B; printenv B; echo $?',
      'id; whoami; hostname | wc -c; uname -s; pwd; tty; echo $?; date +%Z; which sh; type echo cd',
      'test 1 -eq 1; echo $?; [ a = b ]; echo $?; [ -d /tmp -a -f /etc/passwd ]; echo $?; [ ; echo $?',
      'cd /tmp; echo x > f; cp f g; mv g h; cat h; ln -s f s; readlink s; ln f l; stat -c "%h %s %F %a" f; chmod 600 f; stat -c %a f; chown 1:2 f; stat -c %u:%g f',
      'yes | head -n 2; dd if=/dev/zero bs=10 count=2 2>/dev/null | wc -c; head -c 5 /dev/zero | wc -c; echo abc | tee /tmp/t; cat /tmp/t',
      'find /tmp -type d; cd /tmp; mkdir d; touch d/x; find d; find d -name x; du -s d | cut -f2; cmp d/x d/x; echo $?',
      'sleep 0.1; usleep 1000; true; false; echo $?; sleep x; echo $?; kill -l 9; kill 999999; echo $?',
      'echo "a b c" | awk "{print \\$2}"; echo 1 2 | xargs echo x; echo $(date +%Y | wc -c); ps | head -n 1',
      'ls --nope; cat -Z; head --bad; touch; mkdir; cp a; echo $?',
    ]),
  'inside-identity': async docker => {
    await script(docker, 'hostname; cat /etc/hostname; echo $HOSTNAME', { Hostname: 'web' });
    await script(docker, 'hostname; hostname -f; hostname -d; hostname -s; cat /etc/hosts | grep web', {
      Hostname: 'web',
      Domainname: 'example.org',
    });
    await script(docker, 'cat /etc/resolv.conf', {
      HostConfig: { Dns: ['1.1.1.1'], DnsSearch: ['a.org'], DnsOptions: ['ndots:2'] },
    });
    await script(docker, 'tail -n 1 /etc/hosts; grep 10.0.0.9 /etc/hosts', {
      HostConfig: { ExtraHosts: ['db:10.0.0.9'] },
    });
    await script(docker, 'id; echo $HOME; touch /x; touch /tmp/x; ls -l /tmp/x | cut -c1-10', {
      User: 'nobody',
    });
    await script(docker, 'id -u; id -g; echo $HOME', { User: '1234:5678' });
    await script(docker, 'id', { HostConfig: { GroupAdd: ['10', '777'] } });
    await script(docker, 'pwd; ls -ld . | cut -c1-10', { WorkingDir: '/made/here' });
    await script(docker, 'env | sort', { Env: ['A=1', 'PATH=/bin', 'EMPTY='] });
    await script(docker, 'env | sort', { Env: ['TERM=x'], Tty: true });
    await script(docker, 'tty; stty size', { Tty: true, HostConfig: { ConsoleSize: [30, 100] } });
    await script(docker, 'echo $$; cat /proc/1/cmdline | tr "\\0" " "', { HostConfig: { Init: true } });
    await script(docker, 'touch /x; echo $?; touch /tmp/x; echo $?; touch /run/x; echo $?', {
      HostConfig: { ReadonlyRootfs: true, Tmpfs: { '/run': '' } },
    });
  },
  'inside-volumes': async docker => {
    const HostConfig = { Binds: ['shared:/data'] };
    await script(docker, 'echo written > /data/f; ls -a /data', { HostConfig });
    await script(docker, 'cat /data/f; rm /data/f', { HostConfig });
    await script(docker, 'ls /data; touch /data/x', { HostConfig: { Binds: ['shared:/data:ro'] } });
    await script(docker, 'ls /etc | head -n 3; ls /v | head -n 3', {
      HostConfig: { Binds: ['fresh:/etc'] },
      Volumes: { '/v': {} },
    });
    await script(docker, 'ls /x | wc -l', { HostConfig: { Binds: ['nocopy:/x:nocopy'] } });
    await script(docker, 'echo a > /t/a; cat /t/a; mount | grep " /t " | cut -d" " -f1,3,5', {
      HostConfig: { Tmpfs: { '/t': 'size=1m' } },
    });
    await docker.get('/volumes');
  },
  'inside-tmpfs': async docker => {
    const look =
      'grep -E " (/t|/dev/shm) " /proc/mounts; stat -c "%n %a %u %g %s %b" /t; mkdir /t/a; echo x > /t/f; ' +
      'stat -c "%n %s %b" /t /t/a /t/f';
    const space = `${look}; df -k /t | tail -n 1`;
    for (const options of [
      'size=64k,mode=700,uid=5',
      'size=1g,noatime,gid=7',
      'size=5000,nr_inodes=100,exec',
      'size=0,dev,suid',
      'ro,size=1m',
    ]) {
      await script(docker, space, { HostConfig: { Tmpfs: { '/t': options } } });
    }
    await script(docker, look, { HostConfig: { Tmpfs: { '/t': '' } } });
    const mount = (more: object) => ({ HostConfig: { Mounts: [{ Type: 'tmpfs', Target: '/t', ...more }] } });
    await script(docker, space, mount({ TmpfsOptions: { SizeBytes: 1_000_000, Mode: 0o770 } }));
    await script(docker, look, mount({ ReadOnly: true }));
    await script(
      docker,
      'echo one > /t/a; head -c 70000 /dev/zero | cat > /t/b; echo $?; ls -l /t | cut -c1-10,24-44; echo more >> /t/a; ' +
        'cat /t/a; echo new > /t/c; echo $?; cp /etc/passwd /t/d; echo $?; mkdir /t/e; echo $?; rm /t/b; echo new > /t/c; ' +
        'dd if=/dev/zero of=/t/g bs=1k count=100; echo $?; df -k /t | tail -n 1',
      { HostConfig: { Tmpfs: { '/t': 'size=64k' } } },
    );
    await script(
      docker,
      'dd if=/dev/zero of=/dev/shm/x bs=1k count=200; df -k /dev/shm | tail -n 1; grep shm /proc/mounts',
      { HostConfig: { ShmSize: 131_072 } },
    );
  },
  'inside-output': async docker => {
    await script(docker, 'printf "no newline"');
    await script(docker, 'printf "a\\n\\n\\nb"; printf "\\n"; printf "\\033[1mbold\\033[0m\\n"');
    await script(docker, 'head -c 40000 /dev/zero | tr "\\0" x; echo; echo end');
    await script(docker, 'i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); done');
    await script(docker, 'echo out; echo err >&2; exec >&2; echo moved');
    await script(docker, 'printf "\\377\\376binary\\n"');
  },
  'inside-stdin': async docker => {
    const talk = async (text: string, input: string, config: object = {}) => {
      const id = await docker.create({
        Cmd: ['sh', '-c', text],
        OpenStdin: true,
        StdinOnce: true,
        AttachStdin: true,
        ...config,
      });
      const upgrade = { headers: [['Connection', 'Upgrade'] as const, ['Upgrade', 'tcp'] as const] };
      const stream = await docker.stream(
        'POST',
        `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`,
        undefined,
        upgrade,
      );
      await docker.post(`/containers/${id}/start`);
      await stream.write(input);
      await stream.end();
      await stream.ended();
      await docker.post(`/containers/${id}/wait`);
      await docker.delete(`/containers/${id}`);
    };
    await talk('wc -c', 'x'.repeat(100_000));
    await talk('read a; read b; echo "$b $a"', 'one\ntwo\n');
    await talk('cat; echo done', '');
    await talk('sort', 'b\na\n');
    await talk('sh', 'echo from stdin\nexit 5\necho never\n');
    await talk('exit 3', 'unread');
  },
  'inside-signals': async docker => {
    const upgrade = { headers: [['Connection', 'Upgrade'] as const, ['Upgrade', 'tcp'] as const] };
    const kill = async (Cmd: string[], signal: string, ready: string) => {
      const id = await docker.create({ Cmd });
      const stream = await docker.stream(
        'POST',
        `/containers/${id}/attach?stream=1&stdout=1`,
        undefined,
        upgrade,
      );
      await docker.post(`/containers/${id}/start`);
      if (ready !== '') await stream.until(ready);
      await docker.post(`/containers/${id}/kill?signal=${signal}`);
      await stream.ended();
      await docker.post(`/containers/${id}/wait`);
      await docker.delete(`/containers/${id}`);
    };
    await kill(
      ['sh', '-c', 'trap "echo term; exit 3" TERM; echo ready; while :; do sleep 0.1; done'],
      'TERM',
      'ready',
    );
    await kill(
      ['sh', '-c', 'trap "" TERM; trap "echo hup; exit 0" HUP; echo ready; while :; do sleep 0.1; done'],
      'HUP',
      'ready',
    );
    await kill(
      [
        'sh',
        '-c',
        '(trap "echo child; exit" TERM; while :; do sleep 0.1; done) & echo ready; sleep 0.5; kill $!; wait $!; echo $?; exit 6',
      ],
      'USR2',
      'ready',
    );
    await kill(['sleep', '1000'], 'KILL', '');
  },
  'exec-and-stop': async docker => {
    await docker.run({ Cmd: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'] }, 'box');
    const { json } = await docker.post('/containers/box/exec', {
      Cmd: ['sh', '-c', 'echo up; sleep 1000'],
      AttachStdout: true,
    });
    const stream = await docker.stream(
      'POST',
      `/exec/${json.Id}/start`,
      {},
      {
        headers: [
          ['Connection', 'Upgrade'],
          ['Upgrade', 'tcp'],
        ],
      },
    );
    await stream.until('up');
    await docker.post('/containers/box/pause');
    await docker.post('/containers/box/exec', { Cmd: ['true'] });
    await docker.post('/containers/box/unpause');
    await docker.post('/containers/box/stop');
    await stream.ended();
    await docker.get('/containers/box/json');
  },
  'published-random-ports': async docker => {
    const ports = { ExposedPorts: { '80/tcp': {}, '53/udp': {} } };
    await docker.run({ Cmd: ['sleep', '1000'], ...ports, HostConfig: { PublishAllPorts: true } }, 'all');
    await docker.get('/containers/all/json');
    await docker.get('/containers/json');
    await docker.run(
      { Cmd: ['sleep', '1000'], ...ports, HostConfig: { PortBindings: { '80/tcp': [{}] } } },
      'one',
    );
    await docker.get('/containers/one/json');
  },
  'restart-always': async docker => {
    const Cmd = ['sh', '-c', 'echo up; while [ ! -e /end ]; do sleep 0.1; done; rm /end; exit 3'];
    const id = await docker.create({ Cmd, HostConfig: { RestartPolicy: { Name: 'always' } } }, 'again');
    const filters = encodeURIComponent('{"event":["die","start","stop","restart"]}');
    const events = await docker.stream('GET', `/events?filters=${filters}`);
    await docker.post(`/containers/${id}/start`);
    const exec = await docker.post(`/containers/${id}/exec`, { Cmd: ['touch', '/end'] });
    await docker.post(`/exec/${exec.json.Id}/start`, { Detach: true });
    await events.until('"die"');
    await new Promise(resolve => setTimeout(resolve, 1_500));
    await docker.get(`/containers/${id}/json`);
    await docker.get(`/containers/${id}/logs?stdout=1`);
    await docker.post(`/containers/${id}/stop?t=0`);
    await docker.get('/containers/json?all=1');
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
    events.abort();
    await events.ended();
  },
};
