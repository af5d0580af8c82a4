import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { type LineReader, lineReader, readAll } from '../input.ts';
import { complain } from '../output.ts';
import { asBytes, decodeBytes } from '../text.ts';
import { assign, evaluate } from './evaluate.ts';
import { type Machine, regexFor, setRecord, setVariable } from './machine.ts';
import { openCommand } from './streams.ts';
import type { Expression } from './syntax.ts';
import { processEscapes } from './tokens.ts';
import { fromInput, toNumber, toText } from './values.ts';

/** A reader of records as RS says: lines, paragraphs, a character or a regular expression. */
function recordReader(machine: Machine, fd: number): LineReader {
  const separator = toText(machine.globals.get('RS'));
  if (separator.length === 1) return lineReader(fd, separator);
  let records: string[] | undefined;
  return {
    *next() {
      if (!records) {
        const text = decodeBytes(yield* readAll(fd));
        const regex = separator === '' ? /\n\n+/ : regexFor(machine, separator);
        const body = separator === '' ? text.replace(/^\n+|\n+$/g, '') : text;
        records = body === '' ? [] : body.split(regex);
        if (separator !== '' && records.at(-1) === '') records.pop();
      }
      const record = records.shift();
      return record === undefined ? undefined : `${record}${separator === '' ? '\n' : separator.slice(0, 1)}`;
    },
  };
}

function* readRecord(machine: Machine, reader: LineReader): Sys<string | undefined> {
  const raw = yield* reader.next();
  const end = toText(machine.globals.get('RS')).slice(0, 1) || '\n';
  return raw?.endsWith(end) ? raw.slice(0, -1) : raw;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/** Opens the next file among the operands; assignments on the way are carried out. */
function* openNext(machine: Machine): Sys<boolean> {
  for (;;) {
    const index = machine.nextOperand++;
    const operand = machine.arrays.get('ARGV')?.get(String(index + 1));
    const count = toNumber(machine.globals.get('ARGC')) - 1;
    if (index >= count) {
      if (machine.usedInput) return false;
      machine.usedInput = true;
      machine.inputFd = 0;
      machine.reader = recordReader(machine, 0);
      return true;
    }
    const text = toText(operand);
    const assignment = ASSIGNMENT.exec(text);
    if (text === '') continue;
    if (assignment) {
      setVariable(machine, assignment[1] ?? '', fromInput(asBytes(processEscapes(assignment[2] ?? ''))));
      continue;
    }
    machine.usedInput = true;
    const fd = text === '-' ? 0 : yield* outcome(sys.open(text, { read: true }));
    if (fd instanceof Errno) {
      yield* complain(`awk: ${text}: ${fd.message}`);
      machine.exitCode = 1;
      continue;
    }
    setVariable(machine, 'FILENAME', text);
    setVariable(machine, 'FNR', 0);
    machine.inputFd = fd;
    machine.reader = recordReader(machine, fd);
    return true;
  }
}

function* mainRecord(machine: Machine): Sys<string | undefined> {
  for (;;) {
    if (machine.skipFile) {
      machine.reader = undefined;
      machine.skipFile = false;
    }
    if (!machine.reader && !(yield* openNext(machine))) return undefined;
    const record = machine.reader ? yield* readRecord(machine, machine.reader) : undefined;
    if (record !== undefined) return record;
    if (machine.inputFd !== 0) yield* outcome(sys.close(machine.inputFd));
    machine.reader = undefined;
  }
}

function count(machine: Machine): void {
  machine.globals.set('NR', toNumber(machine.globals.get('NR')) + 1);
  machine.globals.set('FNR', toNumber(machine.globals.get('FNR')) + 1);
}

export function* nextRecord(machine: Machine): Sys<boolean> {
  const record = yield* mainRecord(machine);
  if (record === undefined) return false;
  count(machine);
  setRecord(machine, record);
  return true;
}

/** getline in its forms: 1, or 0 at the end, or -1 where the file does not open. */
export function* getline(machine: Machine, node: Extract<Expression, { k: 'getline' }>): Sys<number> {
  let record: string | undefined;
  if (!node.source) {
    record = yield* mainRecord(machine);
    if (record !== undefined) count(machine);
  } else {
    const name = toText(yield* evaluate(machine, node.source));
    let stream = machine.readers.get(name);
    if (!stream) {
      const opened = node.from === 'file' ? yield* openFile(name) : yield* openCommand(machine, name, 'read');
      if (!opened) return -1;
      stream = { reader: recordReader(machine, opened.fd), ...opened };
      machine.readers.set(name, stream);
    }
    record = yield* readRecord(machine, stream.reader);
    if (record !== undefined && node.from === 'command')
      machine.globals.set('NR', toNumber(machine.globals.get('NR')) + 1);
  }
  if (record === undefined) return 0;
  if (node.place) yield* assign(machine, node.place, fromInput(record));
  else setRecord(machine, record);
  return 1;
}

function* openFile(name: string): Sys<{ fd: number; pid: undefined } | undefined> {
  const fd = name === '-' ? 0 : yield* outcome(sys.open(name, { read: true }));
  return fd instanceof Errno ? undefined : { fd, pid: undefined };
}
