import { decompress } from '../../../../support/decompress.ts';
import { TarError } from '../../../../support/tar/tar-error.ts';
import { readTar } from '../../../../support/tar/tar-reader.ts';
import { systemError } from '../../../errors.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import { isDirectory } from '../../../world/files/inode.ts';
import { unpack } from '../../../world/files/unpack.ts';
import { scopedPath } from '../../scoped-path.ts';
import { type CopyRequest, makeDirectories } from './copy-files.ts';

/** ADD unpacks archives, compressed or not (buildkit solver/llbsolver/file/unpack.go). False: the source is none. */
export async function unpackArchive(
  { action, from, to, owner }: CopyRequest,
  path: string,
): Promise<boolean> {
  const { mount, node } = from.resolve(path, '/', true, ROOT);
  const status = mount.files.status(node, ROOT);
  if (isDirectory(status)) return false;
  const archive = await decompress(mount.files.read(node, 0, status.size, ROOT));
  try {
    if (readTar(archive).next().done) return false;
  } catch (error) {
    if (error instanceof TarError) return false;
    throw error;
  }
  const target = scopedPath(to, action.destination);
  makeDirectories(to, target, owner);
  try {
    unpack(to, target, readTar(archive), owner === undefined ? {} : { owner });
  } catch (error) {
    if (error instanceof TarError) throw systemError(error.message);
    throw error;
  }
  return true;
}
