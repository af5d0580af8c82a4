import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeText } from '../text.ts';

/** Whether a password is the one of which pg_authid keeps this: `SCRAM-SHA-256$4096:salt$stored:server` (RFC 5802). */
export function isPassword(password: string, kept: string): boolean {
  const [, iterations = '', salt = '', stored] = /^SCRAM-SHA-256\$(\d+):([^$]*)\$([^:]*):/.exec(kept) ?? [];
  if (stored === undefined) return false;
  const bytes = Uint8Array.from(atob(salt), c => c.charCodeAt(0));
  const salted = pbkdf2(sha256, encodeText(password), bytes, { c: Number(iterations), dkLen: 32 });
  const clientKey = hmac(sha256, salted, encodeText('Client Key'));
  return btoa(String.fromCharCode(...sha256(clientKey))) === stored;
}
