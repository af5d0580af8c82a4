/** Sizes as `ls -h`, `df -h` and `du -h` show them: `4.0K`, `12.3M`, `512`. */
export function humanSize(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T', 'P'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return String(Math.round(value));
  // busybox rounds to tenths and keeps one decimal at every unit.
  const tenths = Math.floor(value * 10 + 0.5);
  if (tenths >= 10_240) return `1.0${units[unit + 1] ?? ''}`;
  return `${Math.floor(tenths / 10)}.${tenths % 10}${units[unit]}`;
}

/** What a file takes on a disk of 4 KiB blocks, in units of 512 bytes. A tmpfs's directories, of 40 bytes and more, take none. */
export function blocksOf(status: { readonly mode: number; readonly size: number }): number {
  const type = status.mode & 0o170000;
  if (type === 0o040000) return status.size % 4096 === 0 ? 8 : 0;
  return type === 0o100000 ? Math.ceil(status.size / 4096) * 8 : 0;
}

/** A size with a suffix: `10`, `4k`, `1M`, `2b` (512). Undefined where it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)([cwbkKmMgGT]|kB|MB|GB|kD|KiB|MiB|GiB)?$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * (SUFFIXES[match[2] ?? 'c'] ?? 1);
}

const SUFFIXES: Readonly<Record<string, number>> = {
  c: 1,
  w: 2,
  b: 512,
  kD: 1000,
  k: 1024,
  K: 1024,
  KiB: 1024,
  kB: 1000,
  M: 1024 ** 2,
  m: 1024 ** 2,
  MiB: 1024 ** 2,
  MB: 1e6,
  g: 1024 ** 3,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
  GB: 1e9,
  T: 1024 ** 4,
};
