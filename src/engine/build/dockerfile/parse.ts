import { DockerError, invalidParameter } from '../../errors.ts';
import { ARGUMENT_PARSERS } from './arguments.ts';
import { DockerfileError } from './dockerfile-error.ts';
import { heredocsOf } from './heredoc.ts';
import type { Dockerfile, DockerfileNode, Heredoc } from './node.ts';
import { splitCommand } from './split-command.ts';
import { isSpace } from './words.ts';

/** Only ` and \ may escape; what stands in a comment before everything else may say which. */
const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const DIRECTIVES = new Set(['syntax', 'escape', 'check']);

/** bufio.MaxScanTokenSize: Go's scanner gives up on a longer line. */
const LONGEST_LINE = 65_536;

/**
 * Splits a Dockerfile into instructions, as BuildKit's parser does for both builders (parser/parser.go). Throws its
 * sentences. What an instruction may say is instruction.ts's business.
 */
export function parseDockerfile(text: string): Dockerfile {
  return new Parsing(text).run();
}

class Parsing {
  readonly #lines: readonly string[];
  readonly #directives = new Set<string>();
  readonly #emptyContinuations: string[] = [];
  #directivesOver = false;
  #escapeToken = '\\';
  #at = 0;

  constructor(text: string) {
    // Each with its newline, which a heredoc keeps.
    this.#lines = text.replace(/^\ufeff/, '').match(/[^\n]*\n|[^\n]+$/g) ?? [];
    if (this.#lines.some(line => line.length > LONGEST_LINE)) {
      throw invalidParameter(`dockerfile line greater than max allowed size of ${LONGEST_LINE - 1}`);
    }
  }

  run(): Dockerfile {
    const nodes: DockerfileNode[] = [];
    while (this.#at < this.#lines.length) {
      const first = this.#next().replace(/^\s+/, '');
      this.#directive(first);
      const line = this.#at;
      const empty = this.#emptyContinuations.length;
      const whole = this.#joined(isComment(first) ? '' : first);
      if (whole === undefined) continue;
      const node = this.#node(whole, line);
      nodes.push(this.#emptyContinuations.length > empty ? { ...node, hasEmptyContinuation: true } : node);
    }
    if (nodes.length === 0) throw new DockerfileError('file with no instructions', { start: 1, end: 1 });
    return { nodes, escapeToken: this.#escapeToken, emptyContinuations: this.#emptyContinuations };
  }

  #next(): string {
    const line = this.#lines[this.#at] as string;
    this.#at += 1;
    return line.replace(/[\r\n]+$/, '');
  }

  #directive(line: string): void {
    if (this.#directivesOver) return;
    const [, name = '', value = ''] = DIRECTIVE.exec(line) ?? [];
    const directive = name.toLowerCase();
    if (!DIRECTIVES.has(directive)) {
      this.#directivesOver = true;
      return;
    }
    if (this.#directives.has(directive)) {
      throw invalidParameter(`only one ${directive} parser directive can be used`);
    }
    this.#directives.add(directive);
    if (directive !== 'escape') return;
    if (value !== '`' && value !== '\\') {
      throw invalidParameter(`invalid escape token '${value}' does not match \` or \\`);
    }
    this.#escapeToken = value;
  }

  /** The line with those it is continued by; nothing for an empty one. Comments between them do not count. */
  #joined(first: string): string | undefined {
    let { text: whole, continued } = this.#continuation(first);
    if (!continued && whole === '') return undefined;
    let sawEmpty = false;
    while (continued && this.#at < this.#lines.length) {
      const line = this.#next();
      if (isComment(line)) continue;
      if (line.trim() === '') {
        sawEmpty = true;
        continue;
      }
      const next = this.#continuation(line);
      whole += next.text;
      continued = next.continued;
    }
    if (sawEmpty) this.#emptyContinuations.push(whole);
    return whole;
  }

  #continuation(line: string): { text: string; continued: boolean } {
    const escapeToken = this.#escapeToken;
    const trimmed = line.replace(/[ \t]+$/, '');
    const continued = trimmed.endsWith(escapeToken) && trimmed.at(-2) !== escapeToken;
    return { text: continued ? trimmed.slice(0, -1) : line, continued };
  }

  #node(whole: string, line: number): DockerfileNode {
    const node = { ...this.#parsed(whole, line), endLine: this.#at };
    const holder = node.name.toLowerCase() === 'onbuild' ? (node.args[0] ?? '') : node.name;
    const mayHold = /^(add|copy|run)$/i.test(holder) && !node.json && whole.includes('<<');
    if (!mayHold) return node;
    const heredocs = heredocsOf(whole).map(heredoc => this.#content(heredoc));
    return { ...node, heredocs, endLine: this.#at };
  }

  #parsed(whole: string, line: number): DockerfileNode {
    try {
      return nodeOf(whole, line, this.#escapeToken);
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
      throw new DockerfileError(error.message, { start: line, end: this.#at });
    }
  }

  #content(heredoc: Heredoc): Heredoc {
    let content = '';
    while (this.#at < this.#lines.length) {
      const raw = this.#lines[this.#at] as string;
      this.#at += 1;
      const line = raw.replace(/[\r\n]+$/, '');
      if ((heredoc.chomp ? line.replace(/^\t+/, '') : line) === heredoc.name) return { ...heredoc, content };
      content += raw;
    }
    throw invalidParameter('unterminated heredoc');
  }
}

function isComment(line: string): boolean {
  let at = 0;
  while (at < line.length && isSpace(line[at] as string)) at += 1;
  return line[at] === '#';
}

/** One line as a node; ONBUILD's argument is a line of its own. */
function nodeOf(original: string, line: number, escapeToken: string): DockerfileNode {
  const { name, flags, rest } = splitCommand(original, escapeToken);
  const node = { name, flags, original, line, endLine: line, heredocs: [] };
  if (name.toLowerCase() === 'onbuild') {
    if (rest === '') return { ...node, args: [], json: false };
    const trigger = nodeOf(rest, line, escapeToken);
    return { ...node, args: [trigger.name, ...trigger.args], json: false };
  }
  const parse = ARGUMENT_PARSERS[name.toLowerCase()];
  const { args, json = false } = parse?.(rest, escapeToken) ?? { args: [] };
  return { ...node, args, json };
}
