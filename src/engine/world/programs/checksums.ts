import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { sha3_224 } from '@noble/hashes/sha3.js';
import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { readAll, readFile } from './input.ts';
import { command } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { decodeBytes, decodeText } from './text.ts';

interface Hash {
  create(): { update(data: Uint8Array): unknown; digest(): Uint8Array };
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');

function* contentOf(path: string): Sys<Uint8Array> {
  return path === '-' ? yield* readAll(0) : yield* readFile(path);
}

/** An input's hash, piece by piece. */
function* hashOf(path: string, hash: Hash): Sys<string> {
  const fd = path === '-' ? 0 : yield* sys.open(path, { read: true });
  const running = hash.create();
  for (;;) {
    const data = yield* sys.read(fd);
    if (data.length === 0) break;
    running.update(data);
  }
  if (fd !== 0) yield* sys.close(fd);
  return hex(running.digest());
}

function checksum(name: string, hash: Hash): Program {
  return command(name, { letters: 'csw', usage: `${name} [-c[sw]] [FILE]...\n` }, function* (options) {
    const paths = options.operands.length === 0 ? ['-'] : options.operands;
    const out = bufferedOutput();
    let status = 0;
    for (const path of paths) {
      const found = yield* outcome<string | Uint8Array>(
        options.has('c') ? contentOf(path) : hashOf(path, hash),
      );
      if (found instanceof Errno) {
        yield* out.flush();
        yield* complain(`${name}: can't open '${path}': ${found.message}`);
        status = 1;
      } else if (typeof found === 'string') yield* out.text(`${found}  ${path}\n`);
      else status |= yield* check(name, hash, decodeText(found), options.has('s'));
    }
    yield* out.flush();
    return status;
  });
}

function* check(name: string, hash: Hash, list: string, silent: boolean): Sys<number> {
  const out = bufferedOutput();
  let total = 0;
  let failures = 0;
  for (const line of list.split('\n')) {
    const match = /^([0-9a-f]+) [ *](.+)$/.exec(line);
    if (!match) continue;
    total++;
    const [, wanted, path = ''] = match;
    const found = yield* outcome(hashOf(path, hash));
    const matches = found === wanted;
    if (found instanceof Errno) yield* complain(`${name}: can't open '${path}': ${found.message}`);
    if (!matches) failures++;
    if (!silent) yield* out.text(`${path}: ${matches ? 'OK' : 'FAILED'}\n`);
  }
  yield* out.flush();
  if (failures > 0 && !silent)
    yield* complain(`${name}: WARNING: ${failures} of ${total} computed checksums did NOT match`);
  return failures > 0 ? 1 : 0;
}

export const md5sum = checksum('md5sum', md5);
export const sha1sum = checksum('sha1sum', sha1);
export const sha256sum = checksum('sha256sum', sha256);
export const sha512sum = checksum('sha512sum', sha512);
export const sha3sum = checksum('sha3sum', sha3_224);

/** POSIX's CRC, length included. */
export const cksum = command('cksum', { letters: '', usage: 'cksum FILE...\n' }, function* (options) {
  const out = bufferedOutput();
  let status = 0;
  for (const path of options.operands.length === 0 ? ['-'] : options.operands) {
    const content = yield* outcome(contentOf(path));
    if (content instanceof Errno) {
      yield* complain(`cksum: ${path}: ${content.message}`);
      status = 1;
    } else yield* out.text(`${posixCrc(content)} ${content.length}${path === '-' ? '' : ` ${path}`}\n`);
  }
  yield* out.flush();
  return status;
});

function posixCrc(data: Uint8Array): number {
  let crc = 0;
  const add = (byte: number) => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  };
  for (const byte of data) add(byte);
  for (let length = data.length; length > 0; length = Math.floor(length / 256)) add(length & 255);
  return ~crc >>> 0;
}

export const base64 = command(
  'base64',
  { letters: 'dw:', usage: 'base64 [-d] [-w COL] [FILE]\n' },
  function* (options) {
    const path = options.operands[0] ?? '-';
    const content = yield* outcome(contentOf(path));
    if (content instanceof Errno) {
      yield* complain(`base64: can't open '${path}': ${content.message}`);
      return 1;
    }
    const out = bufferedOutput();
    if (options.has('d')) {
      const text = decodeText(content).replace(/\s/g, '');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
        yield* complain('base64: truncated input');
        return 1;
      }
      yield* out.bytes(atob(text));
    } else {
      const text = btoa(decodeBytes(content));
      const width = Number(options.value('w') ?? 76);
      const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
      for (const line of lines) yield* out.text(width === 0 ? line : `${line}\n`);
    }
    yield* out.flush();
    return 0;
  },
);
