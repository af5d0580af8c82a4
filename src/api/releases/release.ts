import type { DaemonPersona } from '../../engine/system/persona-table.ts';
import type { ApiReply } from '../call.ts';
import { applies } from '../versions/apply.ts';
import type { Change } from '../versions/change.ts';
import { changes2010 } from './changes-20-10.ts';
import type { Sentence, Spoken } from './sentence.ts';
import { sentences2010 } from './sentences-20-10.ts';

/**
 * What a release answers otherwise than 28.5, whatever version of the API it is asked in: recorded, in
 * recordings/RELEASE. What the versions themselves have otherwise is in api/versions.
 */
interface Release {
  readonly changes: readonly Change[];
  /** Of errors: each that matches, one after the other. */
  readonly sentences: readonly Sentence[];
}

const releases: Readonly<Record<string, Release>> = {
  '20.10': { changes: changes2010, sentences: sentences2010 },
};

export function releaseChanges(
  { daemon }: DaemonPersona,
  operation: string,
  version: string,
): readonly Change[] {
  return releases[daemon]?.changes.filter(change => applies(change, operation, version)) ?? [];
}

/** An error in that release's words. */
export function inWordsOf(
  { daemon }: DaemonPersona,
  operation: string,
  reply: ApiReply,
  spoken: Spoken,
): ApiReply {
  const { sentences = [] } = releases[daemon] ?? {};
  if (sentences.length === 0 || !('json' in reply)) return reply;
  let { message } = reply.json as { message: string };
  let { status } = reply;
  for (const sentence of sentences) {
    const { operations, now, before } = sentence;
    if (operations !== undefined && !operations.includes(operation)) continue;
    if (!now.test(message)) continue;
    message = typeof before === 'string' ? message.replace(now, before) : before(message, spoken);
    status = sentence.status ?? status;
  }
  return { ...reply, status, json: { message } };
}
