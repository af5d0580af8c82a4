import { encodeBytes, encodeText, joinBytes } from '../text.ts';

/** How a protocol lets a server say that it cannot serve. */
export interface Refusal {
  /** Who speaks first in the protocol. */
  readonly first: 'server' | 'client';
  /** What the client hears before the connection is closed. `request` is what it said, if it spoke first. */
  readonly say: (sentence: string, request: string, answers: Answers) => Uint8Array;
}

/** What a server is asked to tell whether it is ready, by path: the body of the answer. */
export type Answers = Readonly<Record<string, object>>;

const MYSQL_UNKNOWN_ERROR = 1105;

export const refusals = {
  /** An error instead of the server's greeting: MySQL client/server protocol, ERR_Packet. */
  mysql: {
    first: 'server',
    say: sentence => {
      const text = encodeText(sentence);
      const [low, high] = [MYSQL_UNKNOWN_ERROR & 0xff, MYSQL_UNKNOWN_ERROR >> 8];
      const length = text.length + 3;
      return joinBytes([
        new Uint8Array([length & 0xff, (length >> 8) & 0xff, length >> 16, 0, 0xff, low, high]),
        text,
      ]);
    },
  },
  nats: { first: 'server', say: sentence => encodeText(`-ERR '${sentence}'\r\n`) },
  http: {
    first: 'client',
    say: (sentence, request, answers) => {
      const [, path = ''] = /^[A-Z]+ ([^ ?]*)/.exec(request) ?? [];
      const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
      const body = JSON.stringify(answer ?? { error: sentence, status: 501 });
      const head = [
        answer === undefined ? 'HTTP/1.1 501 Not Implemented' : 'HTTP/1.1 200 OK',
        'Content-Type: application/json',
        `Content-Length: ${encodeText(body).length}`,
        'Connection: close',
      ];
      return encodeText(`${head.join('\r\n')}\r\n\r\n${request.startsWith('HEAD ') ? '' : body}`);
    },
  },
  /** Binary protocols in which the client speaks first: the server's log alone says why. */
  silence: { first: 'client', say: () => encodeBytes('') },
} satisfies Record<string, Refusal>;

export type Protocol = keyof typeof refusals;
