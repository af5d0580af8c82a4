import { decodeText, encodeText, joinBytes } from '../text.ts';

/** A message of the protocol, its length taken off. */
export interface Message {
  readonly type: string;
  readonly body: Uint8Array;
  /** With type and length, as it came. */
  readonly whole: Uint8Array;
}

/** The numbers that stand in a startup packet's place for other questions (postmaster/postmaster.c). */
export const SSL_REQUEST = 80_877_103;
export const GSS_REQUEST = 80_877_104;
export const CANCEL_REQUEST = 80_877_102;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The startup packet at the start of `input`: its code and what follows. Undefined: not all of it is there. */
export function takeStartup(
  input: Uint8Array,
): { readonly code: number; readonly body: Uint8Array; readonly taken: number } | undefined {
  if (input.length < 8) return undefined;
  const length = viewOf(input).getUint32(0);
  if (input.length < length) return undefined;
  return { code: viewOf(input).getUint32(4), body: input.subarray(8, length), taken: Math.max(8, length) };
}

/** The message at the start of `input`. */
export function takeMessage(input: Uint8Array): Message | undefined {
  if (input.length < 5) return undefined;
  const length = 1 + viewOf(input).getUint32(1);
  if (input.length < length || length < 5) return undefined;
  return {
    type: String.fromCharCode(input[0] as number),
    body: input.subarray(5, length),
    whole: input.subarray(0, length),
  };
}

/** All whole messages in `input`. */
export function* messagesIn(input: Uint8Array): Generator<Message, void> {
  for (let rest = input; ; ) {
    const message = takeMessage(rest);
    if (message === undefined) return;
    yield message;
    rest = rest.subarray(message.whole.length);
  }
}

export function message(type: string, body: Uint8Array | string): Uint8Array {
  const data = typeof body === 'string' ? encodeText(body) : body;
  const head = new Uint8Array(5);
  head[0] = type.charCodeAt(0);
  viewOf(head).setUint32(1, data.length + 4);
  return joinBytes([head, data]);
}

/** A simple query. */
export const query = (sql: string) => message('Q', `${sql}\0`);

export function startupPacket(user: string, database: string): Uint8Array {
  const body = encodeText(`user\0${user}\0database\0${database}\0\0`);
  const head = new Uint8Array(8);
  viewOf(head).setUint32(0, body.length + 8);
  viewOf(head).setUint32(4, 196_608);
  return joinBytes([head, body]);
}

const number = (value: number) => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value);
  return bytes;
};

/** `R`: 0 lets the client in, 3 asks for its password. */
export const authentication = (code: 0 | 3) => message('R', number(code));

export function errorResponse(severity: 'FATAL' | 'ERROR', state: string, text: string): Uint8Array {
  return message('E', `S${severity}\0V${severity}\0C${state}\0M${text}\0\0`);
}

/** The fields of an error or a notice, by their letters. */
export function fieldsOf({ body }: Message): ReadonlyMap<string, string> {
  const fields = decodeText(body).split('\0');
  return new Map(fields.filter(field => field !== '').map(field => [field.slice(0, 1), field.slice(1)]));
}

/** The parameters of a startup packet. */
export function parametersOf(body: Uint8Array): ReadonlyMap<string, string> {
  const words = decodeText(body).split('\0');
  const found = new Map<string, string>();
  for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2)
    found.set(words[at] as string, words[at + 1] as string);
  return found;
}

/** The values of a DataRow; null is undefined. */
export function valuesOf({ body }: Message): Array<string | undefined> {
  const view = viewOf(body);
  const values: Array<string | undefined> = [];
  let at = 2;
  for (let left = view.getUint16(0); left > 0; left -= 1) {
    const length = view.getInt32(at);
    at += 4;
    values.push(length < 0 ? undefined : decodeText(body.subarray(at, at + length)));
    at += Math.max(0, length);
  }
  return values;
}

/** The columns of a RowDescription. */
export function columnsOf({ body }: Message): Array<{ readonly name: string; readonly type: number }> {
  const view = viewOf(body);
  const columns: Array<{ name: string; type: number }> = [];
  let at = 2;
  for (let left = view.getUint16(0); left > 0; left -= 1) {
    const end = body.indexOf(0, at);
    columns.push({ name: decodeText(body.subarray(at, end)), type: view.getUint32(end + 7) });
    at = end + 19;
  }
  return columns;
}
