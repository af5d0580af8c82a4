import { invalidParameter } from '../../../errors.ts';
import { suggestion } from '../../dockerfile/suggest.ts';

/** RUN's `--mount`, read (buildkit frontend/dockerfile/instructions/commands_runmount.go). */
export interface MountFlag {
  type: 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';
  from: string;
  source: string;
  target: string;
  id: string;
  sharing: string;
  readOnly: boolean;
  required: boolean;
  /** Bytes. */
  size: number;
  env?: string;
  mode?: number;
  uid?: number;
  gid?: number;
}

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;
const SHARING = ['shared', 'private', 'locked'];
const KEYS =
  'type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env';

/** A mount's fields with what variables they have put in. Throws BuildKit's sentences. */
export function parseMount(text: string, expand: (word: string) => string): MountFlag {
  const mount = emptyMount();
  let readOnly: boolean | undefined;
  for (const field of fieldsOf(text)) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    if (equals < 0) {
      if (key === 'readonly' || key === 'ro') readOnly = true;
      else if (key === 'readwrite' || key === 'rw') readOnly = false;
      else if (key === 'required') mount.required = mayBeRequired(mount, key);
      else throw invalidParameter(`invalid field '${field}' must be a key=value pair`);
      continue;
    }
    const value = expand(field.slice(equals + 1));
    if (key === 'readonly' || key === 'ro') readOnly = boolean(key, value);
    else if (key === 'readwrite' || key === 'rw') readOnly = !boolean(key, value);
    else setField(mount, key, value, field);
  }
  mount.readOnly = readOnly ?? (mount.type !== 'cache' && mount.type !== 'tmpfs');
  checkMount(mount);
  return mount;
}

/** What a mount is taken from, before anything is expanded; empty where it says nothing. */
export function mountSource(text: string): string {
  const from = fieldsOf(text).find(field => /^from=/i.test(field));
  const name = from?.slice('from='.length) ?? '';
  const dollar = name.indexOf('$');
  if (dollar >= 0 && dollar !== name.length - 1) {
    throw invalidParameter("'from' doesn't support variable expansion, define alias stage instead");
  }
  return name;
}

const emptyMount = (): MountFlag => ({
  ...{ type: 'bind', from: '', source: '', target: '', id: '', sharing: '' },
  ...{ readOnly: false, required: false, size: 0 },
});

/** Comma-separated values, quoted as in a spreadsheet. */
function fieldsOf(text: string): string[] {
  const fields = text.match(/(?:"(?:[^"]|"")*"|[^",])+|(?<=,)(?=,|$)/g) ?? [];
  return fields.map(field => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function setField(mount: MountFlag, key: string, value: string, field: string): void {
  switch (key) {
    case 'type':
      mount.type = oneOf(TYPES, value, 'mount type');
      return;
    case 'from':
    case 'id':
    case 'env':
      mount[key] = value;
      return;
    case 'source':
    case 'src':
      mount.source = value;
      return;
    case 'target':
    case 'dst':
    case 'destination':
      mount.target = value;
      return;
    case 'required':
      mount.required = mayBeRequired(mount, key) && boolean(key, value);
      return;
    case 'size':
      if (mount.type !== 'tmpfs') throw unexpectedFor(mount, key);
      mount.size = bytes(value);
      return;
    case 'sharing':
      mount.sharing = oneOf(SHARING, value, 'sharing value');
      return;
    case 'mode':
      mount.mode = number(key, value, 8);
      return;
    case 'uid':
    case 'gid':
      mount[key] = number(key, value, 10);
      return;
  }
  const meant = suggestion(key, KEYS.split(' '), true);
  throw invalidParameter(`unexpected key '${key}' in '${field}'${meant}`);
}

const unexpectedFor = ({ type }: MountFlag, key: string) =>
  invalidParameter(`unexpected key '${key}' for mount type '${type}'`);

function mayBeRequired(mount: MountFlag, key: string): true {
  if (mount.type === 'secret' || mount.type === 'ssh') return true;
  throw unexpectedFor(mount, key);
}

function oneOf<T extends string>(allowed: readonly T[], value: string, what: string): T {
  const found = allowed.find(each => each === value.toLowerCase());
  if (found !== undefined) return found;
  throw invalidParameter(`unsupported ${what} ${JSON.stringify(value)}${suggestion(value, allowed, true)}`);
}

/** As strconv.ParseBool takes it. */
function boolean(key: string, value: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw invalidParameter(`invalid value for ${key}: ${value}`);
}

function number(key: string, value: string, base: 8 | 10): number {
  const digits = base === 8 ? /^[0-7]+$/ : /^\d+$/;
  const parsed = Number.parseInt(value, base);
  if (digits.test(value) && parsed < 2 ** 32) return parsed;
  throw invalidParameter(`invalid value ${value} for ${key}`);
}

const UNITS = 'bkmgtp';

/** docker/go-units, RAMInBytes. */
function bytes(value: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([bkmgtp])?(?:i?b)?$/i.exec(value) ?? [];
  if (digits === '') throw invalidParameter(`invalid value for size: ${value}`);
  return Math.trunc(Number(digits) * 1024 ** Math.max(0, UNITS.indexOf(unit.toLowerCase())));
}

function checkMount(mount: MountFlag): void {
  const { type, from, source, target, id, sharing } = mount;
  if (type === 'bind' || type === 'tmpfs') {
    for (const key of ['mode', 'uid', 'gid'] as const) {
      if (mount[key] !== undefined) throw invalidParameter(`${key} not allowed for "${type}" type mounts`);
    }
  }
  if (type === 'secret') {
    if (from !== '') throw invalidParameter('secret mount should not have a from');
    if (sharing !== '') throw invalidParameter('secret mount should not define sharing');
    if (source === '' && target === '' && id === '') {
      throw invalidParameter('invalid secret mount. one of source, target required');
    }
    if (source !== '' && id !== '') throw invalidParameter("both source and id can't be set");
  }
  if (sharing !== '' && type !== 'cache') {
    throw invalidParameter(`invalid cache sharing set for ${type} mount`);
  }
}
