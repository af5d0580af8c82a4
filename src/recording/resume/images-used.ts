import type { Recording } from '../frame.ts';
import { exchangesOf } from '../replay/recorded-exchange.ts';

/** The images that containers of the recording were made of: the daemon had them before, or pulled them. */
export function imagesUsed(recording: Recording): string[] {
  const used = new Set<string>();
  for (const { request, frames, body } of exchangesOf(recording)) {
    if (request.method !== 'POST' || !/\/containers\/create(\?|$)/.test(request.target)) continue;
    const head = frames.map(({ frame }) => frame).find(frame => frame.kind === 'reply');
    if (head?.kind === 'reply' && head.status === 201) used.add(imageOf(body()));
  }
  used.delete('');
  return [...used];
}

function imageOf(body: Uint8Array): string {
  try {
    const { Image } = JSON.parse(new TextDecoder().decode(body)) as { Image?: unknown };
    return typeof Image === 'string' ? Image : '';
  } catch {
    return '';
  }
}
