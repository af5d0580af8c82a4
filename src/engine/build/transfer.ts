import { decompress } from '../../support/decompress.ts';
import { TarError } from '../../support/tar/tar-error.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import { DockerError, systemError } from '../errors.ts';
import { addChildImage } from '../images/child-image.ts';
import { platformOf } from '../images/platform.ts';
import { ROOT } from '../world/files/file-system.ts';
import type { FileSystemView } from '../world/files/file-system-view.ts';
import { HOST_NAMESERVERS } from '../world/files/resolution-files.ts';
import { unpack } from '../world/files/unpack.ts';
import { getImage } from './base-image.ts';
import type { BuildContext } from './build-context.ts';
import type { Build, StageState, Told } from './build-state.ts';
import { chownOwner, type Owner } from './chown.ts';
import { shellOf } from './config-changes.ts';
import { type CopySource, copySources, hashSources } from './copy-sources.ts';
import type { InstructionOf, Transfer } from './dockerfile/instruction.ts';
import { imageContext, layerOver } from './image-context.ts';
import { isDirectoryAt, makeDirectories, scopedPath } from './scoped-path.ts';
import { probe, withCommand } from './step.ts';
import { entriesBelow, entryOf } from './tree-entries.ts';

const ROOT_OWNER: Owner = { uid: 0, gid: 0 };

/** ADD and COPY: files become a layer of their own, without a container (dispatchers.go, internals.go performCopy). */
export async function* transferFiles(
  build: Build,
  stage: StageState,
  { kind, transfer }: InstructionOf<'add' | 'copy'>,
): Told {
  const name = kind.toUpperCase();
  if (transfer.chmod !== '') {
    throw systemError(
      'the --chmod option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled',
    );
  }
  const context = transfer.from === '' ? build.context : yield* stageContext(build, transfer.from);
  const sources = findSources(context, transfer, name);
  const chown = transfer.chown === '' ? '' : `--chown=${transfer.chown} `;
  const comment = `${name} ${chown}${hashSources(sources)} in ${transfer.destination} `;
  const { config } = stage;
  const containerConfig = withCommand(config, [...shellOf(config), `#(nop) ${comment}`]);
  if (yield* probe(build, stage, containerConfig)) return;

  const parent = build.engine.state.images.images.get(stage.imageId);
  const { tree, view } = layerOver(build.engine, parent);
  const destination = absolute(config.WorkingDir, transfer.destination);
  const given = transfer.chown === '' ? ROOT_OWNER : chownOwner(view, transfer.chown);
  const owner = transfer.from !== '' && transfer.chown === '' ? undefined : given;
  for (const source of sources) {
    const job: Job = { from: context.view, source, to: view, destination, owner };
    if (kind === 'add' && (await addArchive(job))) continue;
    copyOne(job);
  }
  stage.imageId = addChildImage(build.engine, {
    parent,
    root: tree,
    author: stage.maintainer,
    comment: '',
    config,
    containerConfig,
    ...(parent !== undefined && { platform: platformOf(parent) }),
  });
}

/** COPY --from: a stage by name or number, else an image. */
async function* stageContext(build: Build, from: string): Told<BuildContext> {
  try {
    const stage = stageOf(build, from);
    const image = yield* getImage(build, stage?.imageId ?? from, stage !== undefined);
    return imageContext(build.engine, image);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `invalid from flag value ${from}: ${error.message}`);
  }
}

function stageOf({ done }: Build, from: string): Build['done'][number] | undefined {
  const named = done.find(({ name }) => name !== '' && name === from.toLowerCase());
  if (named !== undefined || !/^[+-]?\d+$/.test(from)) return named;
  const index = Number(from);
  if (index === done.length) throw systemError('refers to current build stage');
  const stage = done[index];
  if (stage === undefined) throw systemError('index out of bounds');
  return stage;
}

function findSources(context: BuildContext, { sources, destination, from }: Transfer, name: string) {
  try {
    const url = sources.find(source => /^https?:\/\//.test(source));
    if (url !== undefined) throw urlProblem(url, name);
    const found = copySources(context, sources, from === '');
    if (found.length < 2 || destination.endsWith('/')) return found;
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `${name} failed: ${error.message}`);
  }
  throw systemError(
    `When using ${name} with more than one source file, the destination must be a directory and end with a /`,
  );
}

/** The simulated machine reaches nothing. */
function urlProblem(url: string, instruction: string): Error {
  if (instruction === 'COPY') return systemError("source can't be a URL for COPY");
  const host = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  const [, name = host, port = '443'] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const isLocal = name === 'localhost' || name.startsWith('127.');
  const address = name === 'localhost' ? '127.0.0.1' : name;
  return systemError(
    isLocal
      ? `Get "${url}": dial tcp ${address}:${port}: connect: connection refused`
      : `Get "${url}": dial tcp: lookup ${name} on ${HOST_NAMESERVERS[0]}:53: no such host`,
  );
}

interface Job {
  readonly from: FileSystemView;
  readonly source: CopySource;
  readonly to: FileSystemView;
  /** A slash at its end says that it is a directory. */
  readonly destination: string;
  /** Whose the copies become; nothing: they stay whose they are. */
  readonly owner: Owner | undefined;
}

function absolute(workingDirectory: string, destination: string): string {
  return destination.startsWith('/')
    ? destination
    : `${workingDirectory}/${destination}`.replace(/^(?!\/)/, '/');
}

function copyOne({ from, source, to, destination, owner }: Job): void {
  const path = scopedPath(from, source.path);
  let target = scopedPath(to, destination);
  const options = owner === undefined ? {} : { owner };
  if (isDirectoryAt(from, path)) {
    const isNew = !isDirectoryAt(to, target);
    makeDirectories(to, target, ROOT_OWNER);
    if (isNew && owner !== undefined) to.chown(target, '/', owner.uid, owner.gid, false, ROOT);
    unpack(to, target, entriesBelow(from, path), options);
    return;
  }
  if (isDirectoryAt(to, target) || destination.endsWith('/') || destination.endsWith('/.')) {
    target = `${target === '/' ? '' : target}/${source.path.split('/').at(-1)}`;
  }
  const directory = target.slice(0, target.lastIndexOf('/')) || '/';
  makeDirectories(to, directory, owner ?? ROOT_OWNER);
  unpack(to, directory, [entryOf(from, path, target.slice(target.lastIndexOf('/') + 1))], options);
}

/** ADD unpacks archives, compressed or not. False: the source is none. */
async function addArchive({ from, source, to, destination }: Job): Promise<boolean> {
  const path = scopedPath(from, source.path);
  if (isDirectoryAt(from, path)) return false;
  const archive = await decompress(entryOf(from, path, '').data);
  try {
    if (readTar(archive).next().done) return false;
  } catch (error) {
    if (error instanceof TarError) return false;
    throw error;
  }
  const target = scopedPath(to, destination);
  makeDirectories(to, target, ROOT_OWNER);
  try {
    unpack(to, target, readTar(archive));
  } catch (error) {
    if (error instanceof TarError) throw systemError(`failed to copy files: ${error.message}`);
    throw error;
  }
  return true;
}
