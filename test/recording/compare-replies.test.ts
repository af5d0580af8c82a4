import { describe, expect, test } from 'vitest';
import { Bindings } from '../../src/recording/compare/bindings.ts';
import { compareReplies } from '../../src/recording/compare/compare-replies.ts';
import { encodeFrame, OPCODES } from '../../src/support/web-socket-frames.ts';
import { type Member, tarOf } from '../conformance/archives.ts';

type Headers = ReadonlyArray<readonly [string, string]>;

const bytes = (text: string) => new TextEncoder().encode(text);

/** Where two replies differ, in a line each. */
function differences(
  operation: string,
  recorded: Uint8Array | unknown,
  actual: Uint8Array | unknown,
  headers: Headers = [['Content-Type', 'application/json']],
  ours = headers,
): string[] {
  const body = (value: unknown) =>
    value instanceof Uint8Array ? value : bytes(`${JSON.stringify(value)}\n`);
  const found = compareReplies(
    operation,
    { status: 200, headers, body: body(recorded) },
    { status: 200, headers: ours, body: body(actual) },
    new Bindings(),
  );
  return found.map(difference => `${difference.where}: ${difference.recorded} | ${difference.actual}`);
}

describe('archives are compared member by member', () => {
  const TAR: Headers = [['Content-Type', 'application/x-tar']];
  const compared = async (...pair: [Member, Member]) =>
    differences('GET /containers/box/archive', await tarOf(pair[0]), await tarOf(pair[1]), TAR);

  test('what they hold', async () => {
    expect(await compared({ name: 'f', content: 'a' }, { name: 'f', content: 'a' })).toEqual([]);
    expect(await compared({ name: 'f', content: 'a' }, { name: 'f', content: 'b' })).toEqual([
      'body archive[0].content: "a" | "b"',
    ]);
    expect(await compared({ name: 'f', mode: 0o600, uid: 1 }, { name: 'f', mode: 0o644 })).toEqual([
      'body archive[0].mode: "600" | "644"',
      'body archive[0].owner: "1:0" | "0:0"',
    ]);
    const link = { name: 'l', type: 'symlink', linkname: 'to' } as const;
    expect(await compared(link, { ...link, linkname: 'elsewhere' })).toEqual([
      'body archive[0].linkName: "to" | "elsewhere"',
    ]);
  });

  test('times that are old, archives in archives, and JSON path by path', async () => {
    const now = { name: 'f', mtime: new Date('2026-05-01') };
    expect(await compared(now, { ...now, mtime: new Date('2026-06-01') })).toEqual([]);
    expect(await compared({ ...now, mtime: new Date('1990-01-01') }, now)).toEqual([
      'body archive[0].mtimeNs: "631152000000000000" | absent',
    ]);
    const layer = (content: string) => tarOf({ name: 'inner', content });
    expect(
      await compared({ name: 'l', content: await layer('x') }, { name: 'l', content: await layer('y') }),
    ).toEqual(['body archive[0].content[0].content: "x" | "y"']);
    expect(await compared({ name: 'm', content: '{"a":[1]}' }, { name: 'm', content: '{"a":[2]}' })).toEqual([
      'body archive[0].content.a[0]: 1 | 2',
    ]);
  });

  test('what is no archive is compared as text', async () => {
    expect(
      differences('GET /containers/box/archive', await tarOf({ name: 'f' }), bytes('x'), TAR),
    ).toHaveLength(1);
  });
});

test('messages of a WebSocket, however they were cut, and how it closed', () => {
  const UPGRADE: Headers = [['Upgrade', 'websocket']];
  const said = (...texts: string[]) =>
    Buffer.concat(texts.map(text => encodeFrame(OPCODES.binary, bytes(text))));
  const closed = encodeFrame(OPCODES.close, Uint8Array.of(3, 232));
  const compared = (left: Uint8Array, right: Uint8Array) =>
    differences('GET /containers/box/attach/ws', left, right, UPGRADE);
  expect(compared(said('he', 'llo'), said('hello'))).toEqual([]);
  expect(compared(said('hello'), said('hallo'))).toEqual(['body messages: "hello" | "hallo"']);
  expect(compared(Buffer.concat([said('x'), closed]), said('x'))).toEqual(['body close: "\\u0003è" | ""']);
});

test("events that come in any order are told apart from those that don't", () => {
  const event = (Type: string, Action: string, name: string) =>
    JSON.stringify({ Type, Action, Actor: { ID: name, Attributes: { container: 'c', name } } });
  const stream = (...events: string[]) => bytes(`${events.join('\n')}\n`);
  const connected = ['a', 'b'].map(name => event('network', 'connect', name));
  const started = ['a', 'b'].map(name => event('container', 'start', name));
  const compared = (left: string[], right: string[]) =>
    differences('GET /events', stream(...left), stream(...right));
  const signals = ['kill', 'unpause', 'kill'].map(action => event('container', action, 'a'));
  expect(compared(signals, [signals[1], signals[0], signals[2]] as string[])).toEqual([]);
  expect(compared(signals, signals.slice(1))).not.toEqual([]);
  expect(compared(connected, [...connected].reverse())).toEqual([]);
  expect(compared(started, [...started].reverse())).not.toEqual([]);
});

test('images of one second come in any order, but newer ones come first', () => {
  const image = (Created: number, tag: string) => ({ Id: `sha256:${tag}`, Created, RepoTags: [tag] });
  const compared = (left: object[], right: object[]) => differences('GET /images/json', left, right);
  const same = [image(5, 'a'), image(5, 'b')];
  expect(compared(same, [...same].reverse())).toEqual([]);
  expect(compared([image(6, 'b'), image(5, 'a')], [image(5, 'a'), image(6, 'b')])).toEqual([
    'body .order by Created: 6,5 | 5,6',
  ]);
});

test('the JSON in a header is read', () => {
  const header = (stat: object): Headers => [
    ['X-Docker-Container-Path-Stat', Buffer.from(JSON.stringify(stat)).toString('base64')],
  ];
  const stat = { name: 'f', size: 1, mtime: '2026-01-02T03:04:05Z' };
  const compared = (other: object) =>
    differences('HEAD /containers/box/archive', bytes(''), bytes(''), header(stat), header(other));
  expect(compared({ ...stat, mtime: '2027-01-02T03:04:05.123Z' })).toEqual([]);
  expect(compared({ ...stat, size: 2 })).toHaveLength(1);
});
