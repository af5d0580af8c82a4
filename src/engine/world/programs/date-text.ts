const BILLION = 1_000_000_000n;

/**
 * A date as busybox reads it, in UTC: `@seconds`, `hh:mm[:ss]`, `YYYY-MM-DD [hh:mm[:ss]]`, `YYYY.MM.DD-hh:mm:ss`,
 * `[[[CC]YY]MM]DDhhmm[.ss]`. Nanoseconds since 1970; undefined where it is none.
 */
export function parseDate(text: string, nowNs: bigint): bigint | undefined {
  const now = new Date(Number(nowNs / 1_000_000n));
  const epoch = /^@(-?\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (epoch) return BigInt(epoch[1] ?? 0) * BILLION + BigInt((epoch[2] ?? '').padEnd(9, '0') || 0);
  const time = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text);
  if (time) {
    return toNs(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate(), time[1], time[2], time[3]);
  }
  const iso =
    /^(\d{4})[-.](\d\d?)[-.](\d\d?)(?:[ T-](\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?)?(?:Z| ?UTC| ?\+00:?00)?$/.exec(
      text,
    );
  if (iso) return toNs(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4], iso[5], iso[6]);
  const packed = /^(\d{4}|\d{2})??(\d\d)?(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (!packed) return undefined;
  const year = packed[1] === undefined ? now.getUTCFullYear() : fullYear(packed[1]);
  const month = packed[2] === undefined ? now.getUTCMonth() + 1 : Number(packed[2]);
  return toNs(year, month, Number(packed[3]), packed[4], packed[5], packed[6]);
}

function fullYear(text: string): number {
  if (text.length === 4) return Number(text);
  return Number(text) + (Number(text) < 69 ? 2000 : 1900);
}

function toNs(year: number, month: number, day: number, h = '0', m = '0', s = '0'): bigint | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || Number(h) > 23 || Number(m) > 59) return undefined;
  return BigInt(Date.UTC(year, month - 1, day, Number(h), Number(m), Number(s))) * 1_000_000n;
}
