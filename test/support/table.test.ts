import { expect, test } from 'vitest';
import { Table } from '../../src/support/table.ts';

interface Book {
  readonly author: string;
  title: string;
}
const authorOf = ({ author }: Book) => author;

test('records are found by what a function says of them, whatever was set, replaced and removed', () => {
  const table = new Table<Book>();
  table.set('1', { author: 'a', title: 'one' });
  table.set('2', { author: 'b', title: 'two' });
  expect([...table.keysBy(authorOf, 'a')]).toEqual(['1']);
  table.set('3', { author: 'a', title: 'three' });
  table.set('2', { author: 'a', title: 'two' });
  table.delete('1');
  table.edit('3').title = 'other';
  expect([...table.keysBy(authorOf, 'a')]).toEqual(['3', '2']);
  expect([...table.keysBy(authorOf, 'b')]).toEqual([]);
});

test('a fork finds its own records and no others', () => {
  const table = new Table<Book>();
  table.set('1', { author: 'a', title: 'one' });
  expect([...table.keysBy(authorOf, 'a')]).toEqual(['1']);
  const fork = table.fork();
  fork.set('2', { author: 'a', title: 'two' });
  table.delete('1');
  expect([...table.keysBy(authorOf, 'a')]).toEqual([]);
  expect([...fork.keysBy(authorOf, 'a')]).toEqual(['1', '2']);
});
