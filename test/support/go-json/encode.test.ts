import { expect, test } from 'vitest';
import { compareBytes, encodeJson, goInt, goMap } from '../../../src/support/go-json/encode.ts';
import {
  bool,
  bytes,
  embed,
  int64,
  map,
  omit,
  pointer,
  slice,
  string,
  struct,
} from '../../../src/support/go-json/schema.ts';
import { shapeJson } from '../../../src/support/go-json/shape.ts';

test('whole numbers beyond 2^53 keep their digits', () => {
  expect(encodeJson({ a: goInt(1_795_448_498_942_235_099n) })).toBe('{"a":1795448498942235099}');
  expect(encodeJson({ a: [9_223_372_036_854_775_807n] })).toBe('{"a":[9223372036854775807]}');
});

test('characters that Go escapes although JSON does not ask for it', () => {
  expect(encodeJson('a\u2028b\u2029<&>é\u007f')).toBe('"a\\u2028b\\u2029<&>é\u007f"');
});

test("a map is written in the order of its keys' bytes, digits included", () => {
  const record = { b: 1, '10': 2, '9': 3, a: 4, B: 5, '': 6, '\u{10000}': 7, '\uffff': 8 };
  expect(encodeJson(goMap(record))).toBe('{"":6,"10":2,"9":3,"B":5,"a":4,"b":1,"\uffff":8,"\u{10000}":7}');
  expect(encodeJson({ text: '"\\ud800', map: goMap({ '1': '"\\ud800' }) })).toBe(
    JSON.stringify({ text: '"\\ud800', map: { '1': '"\\ud800' } }),
  );
});

test("the order of Go's strings", () => {
  const sorted = ['', 'a', 'a\u{10000}', 'a\uffff', 'ab', 'b'].toSorted(compareBytes);
  expect(sorted).toEqual(['', 'a', 'ab', 'a\uffff', 'a\u{10000}', 'b']);
});

test('bytes are written in base64, however many they are', () => {
  const field = struct('Config', { Data: bytes });
  const Data = new Uint8Array(500_000).fill(65);
  const expected = `{"Data":"${Buffer.from(Data).toString('base64')}"}`;
  expect(encodeJson(shapeJson(field, { Data }))).toBe(expected);
});

test('a struct is written field by field', () => {
  const inner = struct('Inner', { X: string, Y: omit(int64) });
  const schema = struct('Outer', {
    Embedded: embed(pointer(inner)),
    Name: string,
    Empty: omit(string),
    None: slice(string),
    NoneOmitted: omit(slice(string)),
    Off: omit(bool),
    Pointer: omit(pointer(bool)),
    Map: map(int64),
    Bytes: omit(bytes),
  });
  const value = {
    Name: 'n',
    Embedded: { Y: 2, X: 'x' },
    Pointer: false,
    NoneOmitted: [],
    Map: { b: 1, a: 2 },
    None: null,
  };
  expect(encodeJson(shapeJson(schema, value))).toBe(
    '{"X":"x","Y":2,"Name":"n","None":null,"Pointer":false,"Map":{"a":2,"b":1}}',
  );
  expect(encodeJson(shapeJson(schema, { Bytes: Uint8Array.of(1, 2), Embedded: null }))).toBe(
    '{"Name":"","None":null,"Map":null,"Bytes":"AQI="}',
  );
});
