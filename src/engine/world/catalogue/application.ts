import type { FileTree } from '../files/file-tree.ts';
import { putDirectory, putFile } from '../files/tree-paths.ts';
import { alpineLayer, NEWEST_ALPINE } from './alpine.ts';
import type { ImageDefinition, Repository } from './catalogue.ts';
import { debianHistory, debianLayer, findRelease } from './debian.ts';
import type { LayerDefinition } from './layer.ts';
import { type Account, addAccount } from './linux-files.ts';
import { putProgram } from './program-file.ts';
import { readTag } from './tags.ts';
import { timeOf } from './times.ts';

/** What an image's configuration holds, in Docker's own words. */
export interface ApplicationConfig {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
}

/** An image of an application over a distribution. */
export interface Application {
  /** `library/redis` */
  readonly path: string;
  readonly newest: string;
  /** Tags that mean the newest version: `stable`, `lts`. */
  readonly aliases?: readonly string[];
  /** Without one in the tag. `scratch`: there is nothing but the application. */
  readonly base: 'trixie' | 'bookworm' | 'noble' | 'alpine' | 'scratch';
  readonly slim?: boolean;
  readonly created: string;
  /** Bytes of what the application adds, unpacked as it would really be: what a pull's progress goes by. */
  readonly size: number;
  readonly config: (version: string) => ApplicationConfig;
  /** Executables that a kernel finds a simulated program for. */
  readonly programs: readonly string[];
  /** Texts by path; with `#!` an executable script. */
  readonly files?: Readonly<Record<string, string>>;
  readonly directories?: ReadonlyArray<readonly [path: string, owner?: string, mode?: number]>;
  readonly accounts?: readonly Account[];
}

/** The repository of an application: all its versions, over the distributions its tags name. */
export function applicationRepository(application: Application): Repository {
  return {
    path: application.path,
    tags: ['latest', application.newest],
    image: tag => {
      const read = readTag(tag, application.newest, application.aliases);
      if (read === undefined) return undefined;
      const base = baseOf(application, read.words);
      return base && makeApplication(application, read.version, base);
    },
  };
}

interface Base {
  readonly name: string;
  readonly layers: readonly LayerDefinition[];
  readonly history: ImageDefinition['history'];
}

/** The distribution that a tag asks for: `-alpine3.20`, `-slim-bookworm`, or the application's own. */
function baseOf(application: Application, words: readonly string[]): Base | undefined {
  if (application.base === 'scratch') return { name: 'scratch', layers: [], history: [] };
  const alpine = words.find(word => word.startsWith('alpine'));
  const codename = words.find(word => findRelease('debian', word) ?? findRelease('ubuntu', word));
  if (alpine !== undefined || (application.base === 'alpine' && codename === undefined)) {
    const version = alpine?.slice('alpine'.length) || NEWEST_ALPINE;
    const createdBy = `ADD alpine-minirootfs-${version}-x86_64.tar.gz / # buildkit`;
    return { name: `alpine ${version}`, layers: [alpineLayer(version)], history: [{ createdBy }] };
  }
  const wanted = codename ?? application.base;
  const release = findRelease('debian', wanted) ?? findRelease('ubuntu', wanted);
  if (release === undefined) return undefined;
  const slim = application.slim === true || words.includes('slim');
  return {
    name: `${release.codename}${slim ? ' slim' : ''}`,
    layers: [debianLayer(release, slim)],
    history: [{ createdBy: debianHistory(release) }],
  };
}

function makeApplication(application: Application, version: string, base: Base): ImageDefinition {
  const config = application.config(version);
  const layer: LayerDefinition = {
    key: `${application.path} ${version} over ${base.name}`,
    timeNs: timeOf(application.created),
    compressedSize: Math.round(application.size * 0.38),
    fill: (tree, timeNs) => fill(tree, application, timeNs),
  };
  return {
    created: application.created,
    config,
    layers: [...base.layers, layer],
    history: [...base.history, ...historyOf(application, config)],
  };
}

function historyOf({ path }: Application, config: ApplicationConfig): ImageDefinition['history'] {
  const empty = (createdBy: string) => ({ createdBy, empty: true });
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [
    ...(config.Env ?? []).map(entry => empty(`ENV ${entry}`)),
    { createdBy: `RUN /bin/sh -c set -eux; install-${name} # buildkit` },
    ...(config.WorkingDir === undefined ? [] : [empty(`WORKDIR ${config.WorkingDir}`)]),
    ...(config.Volumes === undefined ? [] : [empty(`VOLUME [${Object.keys(config.Volumes).join(' ')}]`)]),
    ...(config.User === undefined ? [] : [empty(`USER ${config.User}`)]),
    ...(config.Entrypoint === undefined ? [] : [empty(`ENTRYPOINT ${JSON.stringify(config.Entrypoint)}`)]),
    ...Object.keys(config.ExposedPorts ?? {}).map(port => empty(`EXPOSE map[${port}:{}]`)),
    ...(config.StopSignal === undefined ? [] : [empty(`STOPSIGNAL ${config.StopSignal}`)]),
    ...(config.Cmd === undefined ? [] : [empty(`CMD ${JSON.stringify(config.Cmd)}`)]),
  ];
}

function fill(tree: FileTree, application: Application, timeNs: bigint): void {
  for (const account of application.accounts ?? []) addAccount(tree, account, timeNs);
  for (const [path, owner, mode] of application.directories ?? []) {
    const account = application.accounts?.find(({ name }) => name === owner);
    const ino = putDirectory(tree, path, timeNs);
    const uid = account?.uid ?? 0;
    tree.change(ino, { uid, gid: account?.gid ?? uid, ...(mode === undefined ? {} : { mode }) }, timeNs);
  }
  for (const [path, text] of Object.entries(application.files ?? {})) {
    putFile(tree, path, text, timeNs, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  for (const path of application.programs) putProgram(tree, path, timeNs);
}
