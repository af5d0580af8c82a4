import type { Recording } from '../frame.ts';
import { exchangesOf, type RecordedExchange } from '../replay/recorded-exchange.ts';

/** Calls that make images or name them: what is seen after one need not have been there before. */
const MAKES_IMAGES = /^POST (\/v[\d.]+)?(\/images\/(create|load)|\/images\/.+\/tag|\/build|\/commit)(\?|$)/;

/**
 * The images that the recorded daemon had before: those that were listed or inspected while none was made yet, and those
 * that containers were made of, unless the recording shows how they came.
 */
export function imagesBefore(recording: Recording): string[] {
  const before = new Set<string>();
  const made: string[] = [];
  for (const exchange of exchangesOf(recording)) {
    const { method, target } = exchange.request;
    const call = `${method} ${target.replace(/^\/v[\d.]+(?=\/)/, '')}`;
    if (!succeeded(exchange)) continue;
    if (MAKES_IMAGES.test(call)) made.push(`${decodeURIComponent(target)} ${replyText(recording, exchange)}`);
    else if (/^POST \/containers\/create(\?|$)/.test(call)) {
      const image = field(new TextDecoder().decode(exchange.body()), 'Image');
      const repository = image.replace(/:[^:/]*$/, '');
      if (!made.some(text => text.includes(repository))) before.add(image);
    } else if (made.length > 0) continue;
    else if (/^GET \/images\/json(\?|$)/.test(call)) {
      for (const tag of tagsIn(replyText(recording, exchange))) before.add(tag);
    } else {
      const [, name] = /^GET \/images\/(.+)\/json(\?|$)/.exec(call) ?? [];
      if (name !== undefined && !/^(sha256:)?[0-9a-f]{12,64}$/.test(name)) before.add(name);
    }
  }
  before.delete('');
  return [...before];
}

function succeeded({ frames }: RecordedExchange): boolean {
  return frames.some(({ frame }) => frame.kind === 'reply' && frame.status < 300);
}

function replyText(recording: Recording, { frames }: RecordedExchange): string {
  const bytes = frames.flatMap(({ frame }) => (frame.kind === 'reply-bytes' ? [recording.bytes(frame)] : []));
  return new TextDecoder().decode(Buffer.concat(bytes));
}

function tagsIn(list: string): string[] {
  const images = parsed(list);
  return Array.isArray(images)
    ? images.flatMap(image => (image as { RepoTags?: string[] })?.RepoTags ?? [])
    : [];
}

function field(json: string, name: string): string {
  const value = (parsed(json) as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
