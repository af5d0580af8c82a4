/**
 * What the stock docker CLI is asked to do, first against a real dockerd (`record.ts`), then against dockless
 * (`docker-cli.test.ts`): what it prints and returns must be the same.
 */
export type Step =
  /** Runs the CLI to its end. */
  | { readonly run: readonly string[]; readonly stdin?: string; readonly sort?: boolean }
  /** Runs the CLI on a pseudo terminal: waits for each text in turn and types what follows it. */
  | {
      readonly terminal: readonly string[];
      readonly talk: ReadonlyArray<readonly [waitFor: string, type: string]>;
    }
  /** Starts the CLI and leaves it running under a name; goes on once `until` was printed. */
  | { readonly start: string; readonly args: readonly string[]; readonly until?: string }
  /** Waits for the CLI started under that name to end, by SIGINT where `interrupt` says so. */
  | { readonly finish: string; readonly interrupt?: boolean }
  | { readonly pauseMs: number };

export interface Session {
  readonly name: string;
  readonly steps: readonly Step[];
}

const run = (line: string, stdin?: string): Step =>
  stdin === undefined ? { run: split(line) } : { run: split(line), stdin };

/** Words by spaces; single quotes keep a word together. */
export function split(line: string): string[] {
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), match => match[1] ?? (match[2] as string));
}

const removeAll = (...names: string[]): Step => run(`rm -f ${names.join(' ')}`);

export const sessions: readonly Session[] = [
  {
    name: 'version and info',
    steps: [
      run(
        "version --format '{{.Server.APIVersion}} {{.Server.MinAPIVersion}} {{.Server.Os}}/{{.Server.Arch}}'",
      ),
      run(
        "info --format '{{.Driver}} {{.LoggingDriver}} {{.CgroupDriver}} {{.OSType}} {{.Swarm.LocalNodeState}}'",
      ),
      run("info --format '{{json .Plugins}}'"),
      run("info --format '{{json .Runtimes.runc.Path}} {{.DefaultRuntime}} {{.InitBinary}}'"),
    ],
  },
  {
    name: 'run in the foreground',
    steps: [
      run('run --rm busybox echo hello world'),
      run("run --rm busybox sh -c 'echo out; echo err >&2; exit 3'"),
      run('run --rm -i busybox cat', 'one\ntwo\n'),
      run('run --rm -e A=1 -e B=two busybox env'),
      run('run --rm -w /tmp -u nobody busybox sh -c pwd'),
      run('run --rm --hostname box busybox hostname'),
      run("run --rm busybox sh -c 'kill -9 $$'"),
      run('run --rm busybox nosuchcommand'),
      run('run --rm busybox /etc'),
      run('run --rm -w /etc/passwd busybox true'),
      run('run --rm -u nosuchuser busybox true'),
      run('run --rm --entrypoint echo busybox from entrypoint'),
      run('run --rm --init busybox ps -o args'),
    ],
  },
  {
    name: 'run detached, list, filter, format',
    steps: [
      run('run -d --name web --label tier=front -p 8080:80 busybox sleep 1000'),
      run('run -d --name db --label tier=back -e PASSWORD=x --restart always busybox sleep 1000'),
      run('create --name idle busybox true'),
      run("run --name done busybox sh -c 'exit 7'"),
      run("ps --format '{{.Names}} {{.Image}} {{.Command}} {{.Ports}} {{.State}}'"),
      run("ps -a --format '{{.Names}}\t{{.Status}}'"),
      run("ps -a --filter status=exited --format '{{.Names}}'"),
      run('ps -a --filter label=tier --format \'{{.Names}} {{.Label "tier"}}\''),
      run("ps -a --filter name=web --filter name=db --format '{{.Names}}'"),
      run("ps -a --filter exited=7 --format '{{.Names}}'"),
      run("ps -a --filter ancestor=busybox --format '{{.Names}}'"),
      run("ps -a --filter publish=8080 --format '{{.Names}}'"),
      run("ps -a --filter nonsense=1 --format '{{.Names}}'"),
      run("ps -n 2 --format '{{.Names}}'"),
      run('ps'),
      run('ps -a'),
      run('port web'),
      run("inspect -f '{{.State.Status}} {{.State.Running}} {{.State.ExitCode}}' web done idle"),
      run(
        "inspect -f '{{json .Config.Labels}} {{json .HostConfig.RestartPolicy}} {{json .HostConfig.PortBindings}}' web db",
      ),
      run("inspect -f '{{range .NetworkSettings.Networks}}{{.Gateway}} {{.IPPrefixLen}}{{end}}' web"),
      run("inspect -f '{{json .NetworkSettings.Ports}}' web"),
      run('inspect nosuch'),
      run('run -d --name web busybox true'),
      removeAll('web', 'db', 'idle', 'done'),
    ],
  },
  {
    name: 'stop, kill, restart, pause, rename, remove',
    steps: [
      run('run -d --name trap busybox sh -c \'trap "exit 5" TERM; while :; do sleep 0.1; done\''),
      run('stop trap'),
      run("inspect -f '{{.State.ExitCode}} {{.State.Status}}' trap"),
      run('start trap'),
      run('restart -t 1 trap'),
      run('pause trap'),
      run('pause trap'),
      run("ps --format '{{.Status}}' --filter name=trap"),
      run('unpause trap'),
      run('unpause trap'),
      run('kill -s USR2 nosuch'),
      run('kill -s NOSUCH trap'),
      run('kill trap'),
      run("inspect -f '{{.State.ExitCode}} {{.State.Status}}' trap"),
      run('kill trap'),
      run('stop trap'),
      run('rename trap snare'),
      run('start -a snare nosuch'),
      run('start snare'),
      run('rm snare'),
      run('rm -f snare'),
      run('rm snare'),
      run('rm -f snare'),
    ],
  },
  {
    name: 'logs',
    steps: [
      run(
        "run -d --name talk busybox sh -c 'for i in 1 2 3 4 5; do echo line $i; echo err $i >&2; sleep 0.1; done'",
      ),
      { start: 'follow', args: split('logs -f talk') },
      { finish: 'follow' },
      run('wait talk'),
      run('logs --tail 2 talk'),
      run('logs --tail 0 talk'),
      run('logs -t --tail 1 talk'),
      run('logs --since 10m talk'),
      run('logs nosuch'),
      removeAll('talk'),
    ],
  },
  {
    name: 'exec',
    steps: [
      run('run -d --name host busybox sleep 1000'),
      run('exec host echo hi'),
      run('exec -i host cat', 'through\n'),
      run("exec -e X=1 -w /tmp host sh -c 'echo $X; pwd; exit 4'"),
      run('exec -d host touch /tmp/mark'),
      { pauseMs: 300 },
      run('exec host ls /tmp'),
      run('exec host nosuch'),
      run('exec -u nobody host whoami'),
      run('exec nosuch true'),
      {
        terminal: split('exec -it host sh'),
        talk: [
          ['# ', 'echo $((6*7))\r'],
          ['42', 'exit 3\r'],
        ],
      },
      run('top host -o pid,comm'),
      run('stop -t 0 host'),
      run('exec host true'),
      run('top host'),
      removeAll('host'),
    ],
  },
  {
    name: 'a terminal',
    steps: [
      {
        terminal: split('run --rm -it busybox sh'),
        talk: [
          ['# ', 'echo a b\r'],
          ['a b\r\n', 'tty; test -t 0 && echo yes\r'],
          ['yes\r\n', 'exit\r'],
        ],
      },
      {
        terminal: split('run -it --name cat busybox cat'),
        talk: [
          ['', 'typed\r'],
          ['typed\r\ntyped', '\u0004'],
        ],
      },
      run('logs cat'),
      {
        terminal: split(
          'run -it --name interrupted busybox sh -c \'trap "echo int; exit 9" INT; echo go; while :; do sleep 0.1; done\'',
        ),
        talk: [['go', '\u0003']],
      },
      run("inspect -f '{{.State.ExitCode}}' interrupted"),
      { terminal: split('run -it --name left busybox sh'), talk: [['# ', '\u0010\u0011']] },
      run("inspect -f '{{.State.Status}}' left"),
      removeAll('cat', 'interrupted', 'left'),
    ],
  },
  {
    name: 'volumes',
    steps: [
      run('volume create data'),
      run("run --rm -v data:/data busybox sh -c 'echo kept > /data/file'"),
      run('run --rm -v data:/data busybox cat /data/file'),
      run("volume ls --format '{{.Driver}} {{.Name}}'"),
      run("volume inspect -f '{{.Name}} {{.Driver}} {{.Scope}} {{json .Labels}}' data"),
      run('run -d --name user -v data:/data busybox sleep 1000'),
      run('volume rm data'),
      removeAll('user'),
      run('volume rm data'),
      run('volume rm data'),
      run('volume create --label a=b'),
      run('volume prune -f'),
      run('volume prune -f -a --filter label=a'),
      run('volume inspect nosuch'),
    ],
  },
  {
    name: 'networks',
    steps: [
      run("network ls --format '{{.Name}} {{.Driver}} {{.Scope}}'"),
      run('network create --subnet 10.77.0.0/24 --label a=b shop'),
      run('network create shop'),
      run("network inspect -f '{{json .IPAM.Config}} {{.Driver}} {{json .Labels}}' shop"),
      run('run -d --name front --network shop --network-alias www busybox sleep 1000'),
      run('run -d --name back --ip 10.77.0.50 --network shop busybox sleep 1000'),
      run(
        "inspect -f '{{range $name, $net := .NetworkSettings.Networks}}{{$name}} {{$net.IPAddress}} {{json $net.Aliases}}{{end}}' front back",
      ),
      run('network connect bridge front'),
      run('network connect bridge front'),
      run("inspect -f '{{range $name, $net := .NetworkSettings.Networks}}{{$name}} {{end}}' front"),
      run('network disconnect bridge front'),
      run('network rm shop'),
      run('network rm bridge'),
      removeAll('front', 'back'),
      run('network rm shop'),
      run('network rm shop'),
      run('network create --subnet 10.77.0.0/33 bad'),
      run('run --rm --network nosuch busybox true'),
      run('run --rm --network none busybox true'),
    ],
  },
  {
    name: 'events',
    steps: [
      {
        start: 'events',
        args: [
          'events',
          '--filter',
          'type=container',
          '--format',
          '{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}',
        ],
      },
      { pauseMs: 500 },
      run('run --name short busybox true'),
      run('rename short brief'),
      run('rm brief'),
      { pauseMs: 300 },
      { finish: 'events', interrupt: true },
    ],
  },
  {
    name: 'images',
    steps: [
      run('tag busybox mine:1'),
      run("image ls --format '{{.Repository}}:{{.Tag}}' mine"),
      run("image inspect -f '{{.Os}}/{{.Architecture}} {{json .Config.Cmd}}' mine:1"),
      run('rmi mine:1'),
      run('rmi mine:1'),
      run('tag nosuch mine:2'),
      run('tag busybox Bad:Name'),
      run('image inspect nosuch'),
    ],
  },
  {
    name: 'files in and out',
    steps: [
      run(
        "run --name box busybox sh -c 'mkdir -p /data/in; echo one > /data/in/file; ln -s file /data/in/link; rm /etc/group'",
      ),
      run('diff box'),
      run('cp -q box:/data/in/file /dev/null'),
      run('cp box:/data/nosuch -'),
      run('cp box:/data/in/file box:/data'),
      run('commit -m saved -a me box kept:1'),
      run("run --rm kept:1 sh -c 'cat /data/in/link'"),
      run("image inspect -f '{{.Author}} {{.Comment}} {{json .Config.Cmd}} {{len .RootFS.Layers}}' kept:1"),
      run('rmi kept:1'),
      run('start -a box'),
      removeAll('box'),
    ],
  },
  {
    name: 'update, stats, top, attach, prune',
    steps: [
      run(
        "run -d --name busy --memory 64m busybox sh -c 'while read line; do echo got $line; done; sleep 1000'",
      ),
      run('update --memory 128m --memory-swap -1 --restart on-failure:3 busy'),
      run(
        "inspect -f '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{json .HostConfig.RestartPolicy}}' busy",
      ),
      run('update --memory 1k busy'),
      run("stats --no-stream --format '{{.Name}}' busy"),
      run('top busy -o args'),
      run("run -d -i --name ear busybox sh -c 'read line; echo heard $line; exit 6'"),
      run('attach ear', 'hello\n'),
      run('wait ear'),
      run("ps -a --filter name=ear --format '{{.Status}}'"),
      run('kill -s HUP busy'),
      run('stop -t 0 busy'),
      run('container prune -f --filter label=none'),
      removeAll('ear', 'busy'),
      run('rm busy'),
    ],
  },
  {
    name: 'restart policies and health',
    steps: [
      run('run -d --name loop --restart on-failure:2 busybox false'),
      { pauseMs: 1500 },
      run("inspect -f '{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}' loop"),
      run(
        "run -d --name well --health-cmd 'test -f /ok' --health-interval 200ms --health-retries 2 busybox sleep 1000",
      ),
      { pauseMs: 1500 },
      run("inspect -f '{{.State.Health.Status}}' well"),
      run("ps --format '{{.Status}}' --filter health=unhealthy"),
      run('exec well touch /ok'),
      { pauseMs: 800 },
      run("inspect -f '{{.State.Health.Status}} {{.State.Health.FailingStreak}}' well"),
      // The CLI's `until` is a whole second: what happened in this one would be left out.
      { pauseMs: 1100 },
      run(
        "events --since 10m --until 0s --filter container=well --filter event=health_status --format '{{.Action}}'",
      ),
      removeAll('loop', 'well'),
    ],
  },
  {
    name: 'building',
    steps: [
      run('build -t built -', 'FROM busybox\nENV A=1\nRUN echo $A && touch /made\nCMD ["ls", "/made"]\n'),
      run('run --rm built'),
      run("inspect -f '{{json .Config.Env}} {{json .Config.Cmd}}' built"),
      run('build -q -', 'FROM busybox\nENV A=1\n'),
      run('build -', 'FROM busybox\nRUN exit 7\n'),
      run('build --rm=false --force-rm -', 'FROM busybox\nRUN echo oops >&2; false\n'),
      run('build -', 'FROM busybox\nRUNN x\n'),
      run(
        'build --label a=b --build-arg N=1 --no-cache -t built:2 -t built:3 -',
        'FROM busybox\nLABEL c=d\n',
      ),
      run("inspect -f '{{json .Config.Labels}}' built:3"),
      run('build --target one -', 'FROM busybox AS one\nLABEL s=1\nFROM one\nLABEL s=2\n'),
      run('build --network nowhere -', 'FROM busybox\nRUN true\n'),
      run('rmi -f built'),
    ],
  },
  {
    name: 'mistakes',
    steps: [
      run('run --rm -m 1k busybox true'),
      run('run --rm --cap-add NOSUCH busybox true'),
      run("run --rm --name 'bad name' busybox true"),
      run('run --rm -v relative:/x:bad busybox true'),
      run('run --rm --restart always busybox true'),
      run('run --rm --network host -p 80:80 --hostname h busybox hostname'),
      run('run --rm -v /a:relative busybox true'),
      run('run --rm --mac-address zz busybox true'),
      run('run --rm --ip 1.2.3.4 busybox true'),
      run('cp nosuch:/x -'),
      run('checkpoint ls nosuch'),
    ],
  },
];
