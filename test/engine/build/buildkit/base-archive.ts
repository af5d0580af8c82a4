import { pack } from 'tar-stream';
import { busyboxCommands } from './busybox-commands.ts';

/** The files of the busybox that the recordings were made with, with a program of ours in its place. */
export async function baseArchive(): Promise<Uint8Array> {
  const archive = pack();
  const owner = { uid: 0, gid: 0, mtime: new Date('2024-01-01T00:00:00Z') };
  const directory = (name: string, mode = 0o755) =>
    archive.entry({ name, type: 'directory', mode, ...owner });
  const file = (name: string, mode: number, content: string | Buffer) =>
    archive.entry({ name, mode, ...owner }, content);
  directory('bin/');
  file('bin/busybox', 0o755, program());
  for (const name of busyboxCommands) {
    archive.entry({ name: `bin/${name}`, type: 'symlink', linkname: 'busybox', mode: 0o777, ...owner });
  }
  for (const name of ['etc/', 'home/', 'root/', 'usr/', 'usr/bin/', 'var/', 'var/log/']) directory(name);
  directory('tmp/', 0o1777);
  file('etc/passwd', 0o644, 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
  file('etc/group', 0o644, 'root:x:0:\nnogroup:x:65534:\n');
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** A binary that is the command it is called by, of the size of the one that was recorded. */
function program(): Buffer {
  const header = Buffer.alloc(1_982_256);
  header.write('\x7fELF', 0, 'latin1');
  return header;
}
