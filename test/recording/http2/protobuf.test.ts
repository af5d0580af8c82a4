import { create, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, StructSchema } from '@bufbuild/protobuf/wkt';
import { expect, test } from 'vitest';
import { readableMessage, rewrittenMessage } from '../../../src/recording/http2/protobuf.ts';

/** google.protobuf.Struct: a map of text to values. */
const struct = (name: string) =>
  toBinary(
    StructSchema,
    create(StructSchema, {
      fields: {
        name: { kind: { case: 'stringValue', value: name } },
        count: { kind: { case: 'numberValue', value: 7 } },
        known: { kind: { case: 'boolValue', value: true } },
      },
    }),
  );

test('a message reads by the numbers of its fields, and a map by its keys', () => {
  const file = create(FileDescriptorProtoSchema, {
    name: 'a/file.proto',
    dependency: ['one', 'two'],
    messageType: [{ name: 'Empty', field: [{ name: 'field', number: 300 }, { name: 'other' }] }],
  });
  expect(readableMessage(toBinary(FileDescriptorProtoSchema, file))).toEqual({
    1: 'a/file.proto',
    3: ['one', 'two'],
    4: { 1: 'Empty', 2: [{ 1: 'field', 3: 300 }, { 1: 'other' }] },
  });
  expect(readableMessage(struct('web'))).toEqual({
    1: { name: { 3: 'web' }, count: { 2: '4619567317775286272' }, known: { 4: 1 } },
  });
});

test('texts are written anew with their lengths, and what holds none stays the same bytes', () => {
  const rename = (text: string) => text.replaceAll('web', 'quite-another-name'.repeat(10));
  expect(Buffer.from(rewrittenMessage(struct('a web here'), rename))).toEqual(
    Buffer.from(struct(rename('a web here'))),
  );
  const untouched = struct('other');
  expect(rewrittenMessage(untouched, rename)).toBe(untouched);
  const noMessage = Uint8Array.of(255, 255, 255);
  expect(rewrittenMessage(noMessage, rename)).toBe(noMessage);
});
