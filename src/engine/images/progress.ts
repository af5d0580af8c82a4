/** One message of a progress stream (moby pkg/jsonmessage, JSONMessage), its fields in that order. */
export interface Progress {
  readonly stream?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  /** The bar, drawn 200 columns wide. */
  readonly progress?: string;
  readonly id?: string;
  readonly errorDetail?: { readonly code?: number; readonly message: string };
  readonly error?: string;
  readonly aux?: unknown;
}

/** How far a transfer has come, with its bar. `total` 0: unknown. */
export function progressOf(status: string, id: string, current: number, total: number): Progress {
  const detail = { ...(current === 0 ? {} : { current }), ...(total === 0 ? {} : { total }) };
  const progress = bar(current, total);
  return {
    status,
    progressDetail: detail,
    ...(progress === '' ? {} : { progress }),
    ...(id === '' ? {} : { id }),
  };
}

/** An error inside a stream whose head has gone out (moby pkg/streamformatter, FormatError). */
export function progressError(message: string): Progress {
  return { errorDetail: { message }, error: message };
}

/** moby pkg/jsonmessage, JSONProgress.String, without a terminal. */
function bar(current: number, total: number): string {
  if (current <= 0 && total <= 0) return '';
  const done = humanSize(current).padStart(8);
  if (total <= 0) return done;
  const filled = Math.min(50, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const counts = current > total ? done : `${done}/${humanSize(total)}`;
  return `[${'='.repeat(filled)}>${' '.repeat(50 - filled)}] ${counts}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** docker/go-units HumanSize: four significant digits, powers of 1000. */
export function humanSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${Number(size.toPrecision(4))}${UNITS[unit]}`;
}
