import { headerOf, type PlainReply } from '../../exchange/exchange.ts';
import type { Bindings } from '../compare/bindings.ts';
import { isJson } from '../scrub.ts';

/** A reply with the recorded ids and names in place of the daemon's own. Only JSON speaks of these. */
export function translatedReply(reply: PlainReply, bindings: Bindings): PlainReply {
  const { body, headers } = reply;
  if (!isJson(headers)) return reply;
  const translate = (bytes: Uint8Array) => {
    const text = new TextDecoder().decode(bytes);
    const translated = bindings.translateBack(text);
    return translated === text ? bytes : new TextEncoder().encode(translated);
  };
  if (!(body instanceof Uint8Array)) {
    // The engine yields whole documents; ids have one length, so an announced one stays right.
    return {
      ...reply,
      body: (async function* () {
        for await (const chunk of body) yield translate(chunk);
      })(),
    };
  }
  const translated = translate(body);
  if (headerOf(headers, 'content-length') === undefined) return { ...reply, body: translated };
  return {
    ...reply,
    headers: headers.map(([name, value]) => [
      name,
      /^content-length$/i.test(name) ? String(translated.length) : value,
    ]),
    body: translated,
  };
}
