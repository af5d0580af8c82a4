import { containerChanges } from '../../../engine/containers/changes.ts';
import type { Container } from '../../../engine/containers/container.ts';
import { exportContainer } from '../../../engine/containers/export.ts';
import { portsOf } from '../../../engine/containers/list-view.ts';
import { exitCodeOf, isRunning } from '../../../engine/containers/running.ts';
import { containerSize } from '../../../engine/containers/size.ts';
import { topContainer } from '../../../engine/containers/top.ts';
import type { Engine } from '../../../engine/engine.ts';
import { formatRfc3339Nano } from '../../../support/go-time.ts';
import { humanDuration } from '../../../support/human-duration.ts';
import { chunks } from '../../routes/image-archive.ts';
import { configView } from './config.ts';
import { bareId, imageShown, legacyContainer, shortId } from './find.ts';
import { boolOf, intOf, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { json } from './legacy-reply.ts';

/** GET /containers/json and /containers/ps (server.go, Containers) */
export const listHandler: LegacyHandler = call => {
  const { engine, query, form } = call;
  const limit = intOf(call, 'limit', -1);
  const [since, before] = [query.text('since'), query.text('before')];
  const all = boolOf(call, 'all') || limit !== -1 || since !== '' || before !== '';
  const withSize = form === 1.2 || (form >= 1.3 && boolOf(call, 'size'));
  const view: ListView = { engine, form, withSize, images: new Map() };
  const shown: object[] = [];
  let isBefore = before === '';
  for (const container of [...engine.state.containers.values()].reverse()) {
    const short = shortId(container.id);
    if (!isBefore) {
      isBefore = short === before;
      continue;
    }
    if (shown.length === limit || short === since) break;
    if (all || isRunning(container)) shown.push(summary(view, container));
  }
  return json(shown);
};

interface ListView {
  readonly engine: Engine;
  readonly form: number;
  readonly withSize: boolean;
  /** What an image is called, by its id: many containers have the same. */
  readonly images: Map<string, string>;
}

function summary({ engine, form, withSize, images }: ListView, container: Readonly<Container>): object {
  const image = images.get(container.imageId) ?? imageShown(engine, container.imageId);
  images.set(container.imageId, image);
  const size = withSize ? containerSize(engine, container) : { rw: 0, rootFs: 0 };
  return {
    Id: container.id,
    Image: image,
    // Without arguments the blank stays.
    Command: `${container.path} ${container.args.join(' ')}`,
    Created: Number(container.createdNs / 1_000_000_000n),
    Status: statusOf(engine, container),
    Ports: portsText(container),
    ...(form >= 1.2 && { SizeRw: size.rw, SizeRootFs: size.rootFs }),
  };
}

function statusOf(engine: Engine, container: Readonly<Container>): string {
  if (!isRunning(container)) return `Exit ${exitCodeOf(container)}`;
  const lasted = humanDuration(engine.clock.lastNs() - (container.startedAtNs ?? 0n));
  return `Up ${lasted === '1 second' ? '1 seconds' : lasted}`;
}

function portsText(container: Readonly<Container>): string {
  if (!isRunning(container)) return '';
  const texts = portsOf(container)
    .filter(({ PublicPort, IP }) => PublicPort !== undefined && !IP?.includes(':'))
    .map(({ PublicPort, PrivatePort, Type }) => {
      return `${PublicPort}->${PrivatePort}${Type === 'udp' ? '/udp' : ''}`;
    });
  return texts.sort().join(', ');
}

/** GET /containers/{name}/json (container.go, Container) */
export const inspectHandler: LegacyHandler = ({ engine, params, form }) => {
  const container = legacyContainer(engine, params.name ?? '');
  const { id, lifecycle } = container;
  return json({
    [form < 1.2 ? 'Id' : 'ID']: id,
    Created: formatRfc3339Nano(container.createdNs),
    Path: container.path,
    Args: container.args,
    Config: configView(container.config, container.hostConfig, form),
    State: {
      Running: isRunning(container),
      Pid: 'pid' in lifecycle ? lifecycle.pid : 0,
      ExitCode: exitCodeOf(container),
      StartedAt: formatRfc3339Nano(container.startedAtNs),
      Ghost: false,
    },
    Image: bareId(container.imageId),
    NetworkSettings: networkSettings(container, form),
    SysInitPath: '/usr/bin/docker',
    ResolvConfPath: '/etc/resolv.conf',
    ...volumes(container, form),
  });
};

function networkSettings(container: Readonly<Container>, form: number): object {
  const endpoint = isRunning(container) ? container.endpoints.get('bridge') : undefined;
  const [address, length] = form < 1.2 ? ['IpAddress', 'IpPrefixLen'] : ['IPAddress', 'IPPrefixLen'];
  return {
    [address]: endpoint?.ipAddress ?? '',
    [length]: endpoint?.ipPrefixLength ?? 0,
    Gateway: endpoint?.gateway ?? '',
    Bridge: endpoint === undefined ? '' : 'docker0',
    PortMapping: endpoint === undefined ? null : portMapping(container, form),
  };
}

function portMapping(container: Readonly<Container>, form: number): object {
  const mapped: Record<string, Record<string, string>> = { tcp: {}, udp: {} };
  for (const { PublicPort, PrivatePort, Type } of portsOf(container)) {
    if (PublicPort !== undefined && mapped[Type]) mapped[Type][PrivatePort] = String(PublicPort);
  }
  return form < 1.3 ? (mapped.tcp as object) : { Tcp: mapped.tcp, Udp: mapped.udp };
}

/** Null until the first start; at first a volume's id, then a path of the host. */
function volumes({ mounts, hasBeenStartedBefore }: Readonly<Container>, form: number): object {
  const table = (value: (mount: (typeof mounts)[number]) => unknown) =>
    hasBeenStartedBefore ? Object.fromEntries(mounts.map(mount => [mount.destination, value(mount)])) : null;
  const sources = table(({ type, name, source }) => {
    if (type !== 'volume') return source;
    return form < 1.3 ? name : `/var/lib/docker/volumes/${name}/layer`;
  });
  return { Volumes: sources, ...(form >= 1.3 && { VolumesRW: table(({ rw }) => rw) }) };
}

/** GET /containers/{name}/changes */
export const changesHandler: LegacyHandler = ({ engine, params }) =>
  json(containerChanges(engine, legacyContainer(engine, params.name ?? '').id));

/** GET /containers/{name}/export */
export const exportHandler: LegacyHandler = ({ engine, params }) => ({
  status: 200,
  headers: [['Content-Type', 'application/octet-stream']],
  body: chunks(exportContainer(engine, legacyContainer(engine, params.name ?? '').id)),
});

/** GET /containers/{name}/top: an array of objects in 1.3, ps's own table since 1.4 (server.go, ContainerTop). */
export const topHandler: LegacyHandler = ({ engine, params, query, form, version }) => {
  if (form >= 1.4 && version < 1.4) {
    throw new LegacyError('top was improved a lot since 1.3, Please upgrade your docker client.');
  }
  const container = legacyContainer(engine, params.name ?? '');
  const psArgs = form >= 1.4 ? query.text('ps_args') : '';
  if (!isRunning(container)) return json(form < 1.4 ? null : { Titles: PS_TITLES, Processes: null });
  // A blank: the host's ps without options, where nothing at all would mean today's default.
  const { titles, processes } = topContainer(engine, container.id, psArgs || ' ');
  if (form >= 1.4) return json({ Titles: titles, Processes: processes });
  return json(processes?.map(([PID, Tty, Time, ...Cmd]) => ({ PID, Tty, Time, Cmd: Cmd.join(' ') })) ?? null);
};

const PS_TITLES = ['PID', 'TTY', 'TIME', 'CMD'];
