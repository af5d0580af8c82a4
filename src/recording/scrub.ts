import { headerOf, type RawHeaders } from '../exchange/exchange.ts';

/** What `scrub…` take out, for a recording's header. */
export const SCRUBBED = [
  'X-Registry-Auth and X-Registry-Config: every value',
  'bodies of POST /auth: passwords and tokens',
  'values of environment variables and build arguments whose names look secret',
] as const;

export const PLACEHOLDER = 'scrubbed';
const SECRET_NAME =
  '[A-Za-z0-9_.-]*(?:PASSW|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL)[A-Za-z0-9_.-]*';
/** `"DB_PASSWORD=..."`, as in a container's Env, request and reply alike. */
const SECRET_ENV = new RegExp(`"(${SECRET_NAME}=)(?:[^"\\\\]|\\\\.)+"`, 'gi');
/** `"password":"..."`, as POST /auth, a registry's config and build arguments have it. */
const SECRET_FIELD = new RegExp(
  `"(${SECRET_NAME}|auth|identitytoken|registrytoken)"(\\s*:\\s*)"(?:[^"\\\\]|\\\\.)+"`,
  'gi',
);

/** Headers with their credentials replaced by credentials of the same form. */
export function scrubHeaders(headers: RawHeaders): RawHeaders {
  return headers.map(([name, value]) => {
    if (/^x-registry-(auth|config)$/i.test(name)) return [name, scrubRegistryHeader(value)] as const;
    if (/^(proxy-)?authorization$/i.test(name)) return [name, PLACEHOLDER] as const;
    return [name, value] as const;
  });
}

/** A target with the secret values of its build arguments replaced. */
export function scrubTarget(target: string): string {
  const [path, query] = target.split('?', 2) as [string, string?];
  if (query === undefined || !/buildargs=/i.test(query)) return target;
  const parts = query.split('&').map(part => {
    const [name = '', value = ''] = part.split('=', 2);
    if (name.toLowerCase() !== 'buildargs') return part;
    return `${name}=${encodeURIComponent(scrubText(decodeURIComponent(value.replaceAll('+', ' '))))}`;
  });
  return `${path}?${parts.join('&')}`;
}

/** JSON with the values of what looks secret replaced. */
export function scrubText(text: string): string {
  return text
    .replace(SECRET_ENV, (_, name: string) => `"${name}${PLACEHOLDER}"`)
    .replace(SECRET_FIELD, (_, name: string, colon: string) => `"${name}"${colon}"${PLACEHOLDER}"`);
}

/** Whether a body can hold JSON; archives are not looked into. */
export function mayHoldSecrets(headers: RawHeaders): boolean {
  return /json/i.test(headerOf(headers, 'content-type') ?? '');
}

function scrubRegistryHeader(value: string): string {
  const replace = (item: unknown): unknown => {
    if (typeof item === 'string') return item === '' ? '' : PLACEHOLDER;
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [key, key === 'serveraddress' ? inner : replace(inner)]),
    );
  };
  try {
    const decoded = JSON.parse(Buffer.from(value, 'base64').toString());
    return Buffer.from(JSON.stringify(replace(decoded))).toString('base64url');
  } catch {
    return PLACEHOLDER;
  }
}
