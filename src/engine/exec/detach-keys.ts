/** What a terminal sends for `ctrl-@`, `ctrl-a` ... `ctrl-_`: the codes 0 to 31. */
const CONTROL_CHARACTERS = '@abcdefghijklmnopqrstuvwxyz[\\]^_';

/** ctrl-p ctrl-q */
const DEFAULT_KEYS = Uint8Array.of(16, 17);

/** `ctrl-p,ctrl-q`, `a`, `DEL`, ... as bytes; undefined where it is none of these (github.com/moby/term, ascii.go). */
export function parseDetachKeys(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const key of text.split(',')) {
    const control =
      key.length === 6 && key.startsWith('ctrl-') ? CONTROL_CHARACTERS.indexOf(key.slice(5)) : -1;
    const encoded = new TextEncoder().encode(key);
    if (encoded.length === 1) bytes.push(encoded[0] as number);
    else if (control >= 0) bytes.push(control);
    else if (key === 'DEL') bytes.push(127);
    else return undefined;
  }
  return Uint8Array.from(bytes);
}

/** Looks for the detach keys in what a terminal sends (github.com/moby/term, proxy.go). */
export class DetachScanner {
  readonly #keys: Uint8Array;
  #matched = 0;

  constructor(keys: Uint8Array) {
    this.#keys = keys.length === 0 ? DEFAULT_KEYS : keys;
  }

  /**
   * What may go on to the process, and whether the keys were complete. Keys that may become the sequence are held
   * back until the next ones decide. A key that breaks it does not begin it anew, as in Docker.
   */
  scan(data: Uint8Array): { readonly data: Uint8Array; readonly detached: boolean } {
    const passed: number[] = [];
    for (const byte of data) {
      if (byte === this.#keys[this.#matched]) {
        this.#matched += 1;
        if (this.#matched === this.#keys.length) return { data: Uint8Array.from(passed), detached: true };
      } else {
        if (this.#matched > 0) passed.push(...this.#keys.subarray(0, this.#matched));
        this.#matched = 0;
        passed.push(byte);
      }
    }
    return { data: Uint8Array.from(passed), detached: false };
  }
}
