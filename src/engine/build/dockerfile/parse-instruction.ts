import { goQuote } from '../../../support/go-strconv.ts';
import { invalidParameter } from '../../errors.ts';
import { INSTRUCTION_NAMES } from './arguments.ts';
import { type FlagKind, parseFlags } from './flags.ts';
import { parseHealthcheck } from './healthcheck.ts';
import { parseHeredoc } from './heredoc.ts';
import type { CommandLine, InlineDocument, Instruction, InstructionBody, Pair } from './instruction.ts';
import type { DockerfileNode, Heredoc } from './node.ts';
import { suggestion } from './suggest.ts';
import { trimSpace } from './words.ts';

type Parse = (node: DockerfileNode) => InstructionBody;

const FILE_FLAGS = { chown: 'string', chmod: 'string', link: 'bool', exclude: 'strings' } as const;

/** What each instruction may say, in BuildKit's words (frontend/dockerfile/instructions/parse.go). */
const PARSERS: Readonly<Record<Instruction['kind'], Parse>> = {
  add: node => transfer(node, 'add', { 'keep-git-dir': 'bool', checksum: 'string', unpack: 'bool' }),
  arg: ({ args }) => ({ kind: 'arg', args: oneOrMore('ARG', args).map(argument) }),
  cmd: node => command(node, 'cmd'),
  copy: node => transfer(node, 'copy', { from: 'string' }),
  entrypoint: node => command(node, 'entrypoint'),
  env: node => ({ kind: 'env', pairs: pairs(node, 'ENV'), ...legacy(node) }),
  expose: node => {
    const ports = oneOrMore('EXPOSE', node.args);
    flagless(node);
    return { kind: 'expose', ports: [...ports].sort((a, b) => (a < b ? -1 : 1)) };
  },
  from,
  healthcheck: node => ({ kind: 'healthcheck', health: parseHealthcheck(node) }),
  label: node => ({ kind: 'label', pairs: pairs(node, 'LABEL'), ...legacy(node) }),
  maintainer: node => ({ kind: 'maintainer', text: single(node, 'MAINTAINER') }),
  onbuild,
  run,
  shell,
  stopsignal: ({ args }) => ({ kind: 'stopsignal', text: exactlyOne('STOPSIGNAL', args) }),
  user: node => ({ kind: 'user', text: single(node, 'USER') }),
  volume: node => {
    const paths = oneOrMore('VOLUME', node.args).map(trimSpace);
    flagless(node);
    if (paths.includes('')) throw invalidParameter('VOLUME specified can not be an empty string');
    return { kind: 'volume', paths };
  },
  workdir: node => ({ kind: 'workdir', text: single(node, 'WORKDIR') }),
};

/** Checks one instruction by itself. Throws dockerd's sentence, without the line's number. */
export function parseInstruction(node: DockerfileNode): Instruction {
  const name = node.name.toLowerCase();
  const parse = Object.hasOwn(PARSERS, name) ? PARSERS[name as Instruction['kind']] : undefined;
  if (parse === undefined) {
    const meant = suggestion(node.name, INSTRUCTION_NAMES, false);
    throw invalidParameter(`unknown instruction: ${node.name}${meant}`);
  }
  const lines = { start: node.line, end: node.endLine };
  return { ...parse(node), code: trimSpace(node.original), lines };
}

function flagless({ flags }: DockerfileNode): void {
  parseFlags(flags, {});
}

function oneOrMore(instruction: string, args: readonly string[]): readonly string[] {
  if (args.length > 0) return args;
  throw invalidParameter(`${instruction} requires at least one argument`);
}

function exactlyOne(instruction: string, args: readonly string[]): string {
  const [text] = args;
  if (text !== undefined && args.length === 1) return text;
  throw invalidParameter(`${instruction} requires exactly one argument`);
}

function single(node: DockerfileNode, instruction: string): string {
  const text = exactlyOne(instruction, node.args);
  flagless(node);
  return text;
}

function pairs(node: DockerfileNode, instruction: string): Pair[] {
  flagless(node);
  const args = oneOrMore(instruction, node.args);
  const found: Pair[] = [];
  for (let index = 0; index < args.length; index += 3) {
    const [name = '', value = ''] = args.slice(index, index + 2);
    if (name === '') throw invalidParameter(`${instruction} names can not be blank`);
    found.push({ name, value });
  }
  return found;
}

/** `NAME the rest` */
const legacy = ({ args }: DockerfileNode) => (args[2] === '' ? ({ isLegacy: true } as const) : {});

function argument(text: string): { name: string; value?: string } {
  const equals = text.indexOf('=');
  if (equals < 0) return { name: text };
  if (equals === 0) throw invalidParameter('ARG names can not be blank');
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function command(node: DockerfileNode, kind: 'cmd' | 'entrypoint'): InstructionBody {
  flagless(node);
  return { kind, command: commandLine(node) };
}

function commandLine({ args, json }: DockerfileNode): CommandLine {
  if (args.length === 0) return { words: [], isShell: !json };
  return json ? { words: args, isShell: false } : { words: [args.join(' ')], isShell: true };
}

function run(node: DockerfileNode): InstructionBody {
  const flags = parseFlags(node.flags, { mount: 'strings', network: 'string' });
  const [network = 'default'] = flags.get('network') ?? [];
  if (!/^(default|none|host)$/.test(network)) {
    throw invalidParameter(`invalid network mode ${goQuote(network)}`);
  }
  return {
    kind: 'run',
    command: commandLine(node),
    flags: [...flags.keys()],
    mounts: flags.get('mount') ?? [],
    network,
    heredocs: node.heredocs,
  };
}

function shell(node: DockerfileNode): InstructionBody {
  flagless(node);
  oneOrMore('SHELL', node.args);
  if (node.json) return { kind: 'shell', shell: node.args };
  throw invalidParameter('SHELL requires the arguments to be in JSON form');
}

function from({ args, flags }: DockerfileNode): InstructionBody {
  const [image = '', as, name = ''] = args;
  let stage = '';
  if (args.length === 3 && as?.toLowerCase() === 'as') {
    stage = name.toLowerCase();
    if (!/^[a-z][a-z0-9-_.]*$/.test(stage)) {
      throw invalidParameter(
        `invalid name for build stage: ${goQuote(name)}, name can't start with a number or contain symbols`,
      );
    }
  } else if (args.length !== 1) {
    throw invalidParameter('FROM requires either one or three arguments');
  }
  const [platform = ''] = parseFlags(flags, { platform: 'string' }).get('platform') ?? [];
  return { kind: 'from', image, stage, platform };
}

function onbuild(node: DockerfileNode): InstructionBody {
  const [first = ''] = oneOrMore('ONBUILD', node.args);
  flagless(node);
  const trigger = trimSpace(first).toUpperCase();
  if (trigger === 'ONBUILD') {
    throw invalidParameter("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  }
  if (trigger === 'MAINTAINER' || trigger === 'FROM') {
    throw invalidParameter(`${trigger} isn't allowed as an ONBUILD trigger`);
  }
  const expression = node.original.replace(/^\s*ONBUILD\s*/i, '');
  const documents = node.heredocs.map(({ content, name }) => `\n${content}${name}`);
  return { kind: 'onbuild', text: expression + documents.join('') };
}

function transfer(
  { args, flags, heredocs }: DockerfileNode,
  kind: 'add' | 'copy',
  more: Readonly<Record<string, FlagKind>>,
): InstructionBody {
  const instruction = kind.toUpperCase();
  if (args.length < 2) {
    throw invalidParameter(
      `${instruction} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
  const used = parseFlags(flags, { ...FILE_FLAGS, ...more });
  const value = (name: string) => used.get(name)?.[0] ?? '';
  const destination = args.at(-1) as string;
  if (parseHeredoc(destination) !== undefined) {
    throw invalidParameter(`${instruction} cannot accept a heredoc as a destination`);
  }
  const sources = args.slice(0, -1).filter(source => parseHeredoc(source) === undefined);
  const [unpack] = used.get('unpack') ?? [];
  return {
    kind,
    transfer: {
      sources,
      documents: heredocs.map(inlineDocument),
      destination,
      chown: value('chown'),
      chmod: value('chmod'),
      from: value('from'),
      exclude: used.get('exclude') ?? [],
      checksum: value('checksum'),
      ...(unpack !== undefined && { unpack: unpack === 'true' }),
    },
  };
}

function inlineDocument({ name, chomp, expand, content }: Heredoc): InlineDocument {
  return { name, expand, content: chomp ? content.replace(/^\t+/gm, '') : content };
}
