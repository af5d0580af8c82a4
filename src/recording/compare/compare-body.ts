import { headerOf, type RawHeaders } from '../../exchange/exchange.ts';
import { OPCODES, wholeFrames } from '../../support/web-socket-frames.ts';
import { withoutChanceOrder } from './chance-order.ts';
import { compareArchives } from './compare-archive.ts';
import { compareJson, type JsonComparison, parseJson } from './compare-json.ts';
import { sameText } from './compare-text.ts';

/** Compares two bodies by what they hold: JSON documents, multiplexed output, WebSocket messages, archives, or text. */
export function compareBody(
  recorded: Uint8Array,
  actual: Uint8Array,
  headers: RawHeaders,
  comparison: JsonComparison,
): void {
  const type = headerOf(headers, 'content-type') ?? '';
  // Of an export dockerd does not say that it is an archive.
  if (/^application\/(x-tar|octet-stream)$/.test(type) && compareArchives(recorded, actual, comparison))
    return;
  if (headerOf(headers, 'upgrade')?.toLowerCase() === 'websocket') {
    compareMessages(recorded, actual, comparison);
    return;
  }
  const frames = demultiplex(recorded);
  if (frames !== undefined) {
    compareStreams(frames, demultiplex(actual), actual, comparison);
    return;
  }
  const left = new TextDecoder().decode(recorded);
  const right = new TextDecoder().decode(actual);
  const documents = documentsOf(left);
  const ours = documentsOf(right);
  if (documents !== undefined && ours !== undefined) {
    if (documents.length === 1 && ours.length === 1) compareJson(documents[0], ours[0], comparison);
    else {
      const { bindings } = comparison;
      const recordedOrder = withoutChanceOrder(documents, id => bindings.actualOf(id));
      const ourOrder = withoutChanceOrder(ours, id => (bindings.isActual(id) ? id : undefined));
      compareJson(recordedOrder, ourOrder, comparison);
    }
    compareText('ending', left.endsWith('\n') ? '\\n' : '', right.endsWith('\n') ? '\\n' : '', comparison);
  } else {
    compareText('text', left, right, comparison);
  }
}

function compareText(
  path: string,
  recorded: string,
  actual: string,
  { bindings, report }: JsonComparison,
): void {
  if (sameText(recorded, actual, bindings)) return;
  report({ path, recorded: JSON.stringify(recorded), actual: JSON.stringify(actual) });
}

/** What was said over a WebSocket; how it was cut into messages is the scheduler's choice. */
function compareMessages(recorded: Uint8Array, actual: Uint8Array, comparison: JsonComparison): void {
  const left = conversation(recorded);
  const right = conversation(actual);
  compareText('messages', left.said, right.said, comparison);
  compareText('close', left.close, right.close, comparison);
}

function conversation(bytes: Uint8Array): { said: string; close: string } {
  const { frames } = wholeFrames(new Uint8Array(bytes));
  const text = (wanted: (opcode: number) => boolean) =>
    frames
      .filter(({ opcode }) => wanted(opcode))
      .map(({ payload }) => Buffer.from(payload).toString('latin1'))
      .join('');
  return { said: text(opcode => opcode <= OPCODES.binary), close: text(opcode => opcode === OPCODES.close) };
}

type Streams = Record<'stdin' | 'stdout' | 'stderr' | 'system', string>;

/** Which bytes went to which stream; how they were cut into frames is the scheduler's choice. */
function compareStreams(
  recorded: Streams,
  actual: Streams | undefined,
  bytes: Uint8Array,
  comparison: JsonComparison,
) {
  if (actual === undefined && bytes.length > 0) {
    compareText('frames', JSON.stringify(recorded), new TextDecoder('latin1').decode(bytes), comparison);
    return;
  }
  for (const name of ['stdout', 'stderr', 'system'] as const) {
    compareText(name, recorded[name], actual?.[name] ?? '', comparison);
  }
}

/** `undefined` where the bytes are not whole frames of moby's stdcopy. */
function demultiplex(bytes: Uint8Array): Streams | undefined {
  if (bytes.length < 8) return undefined;
  const streams: Streams = { stdin: '', stdout: '', stderr: '', system: '' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = ['stdin', 'stdout', 'stderr', 'system'] as const;
  for (let at = 0; at < bytes.length; ) {
    const name =
      at + 8 <= bytes.length && view.getUint32(at) % 0x1000000 === 0 ? names[bytes[at] as number] : undefined;
    if (name === undefined) return undefined;
    const end = at + 8 + view.getUint32(at + 4);
    if (end > bytes.length) return undefined;
    streams[name] += new TextDecoder().decode(bytes.subarray(at + 8, end));
    at = end;
  }
  return streams;
}

/** The JSON documents of a body, one a line; `undefined` where it holds anything else. */
function documentsOf(text: string): unknown[] | undefined {
  if (!/^[[{"n]/.test(text)) return undefined;
  try {
    return [parseJson(text)];
  } catch {
    try {
      return text
        .split('\n')
        .filter(line => line.trim() !== '')
        .map(parseJson);
    } catch {
      return undefined;
    }
  }
}
