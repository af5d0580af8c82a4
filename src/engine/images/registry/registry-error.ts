import { decodeJson, GoJsonError } from '../../../support/go-json/decode.ts';
import { slice, string, struct } from '../../../support/go-json/schema.ts';
import type { RegistryResponse } from './exchange.ts';

interface ListedError {
  readonly code: string;
  readonly message: string;
}

/** What a registry refused, in the words of distribution's client (registry/api/errcode/errors.go). */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  /** `MANIFEST_UNKNOWN`, the first one's; empty where the answer was not in the API's form. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const errorsSchema = struct('', {
  errors: slice(struct('errcode.Error', { code: string, message: string })),
});

/** An answer that is none of those hoped for, read to its end (registry/client/errors.go, HandleErrorResponse). */
export async function registryError(response: RegistryResponse, body: Uint8Array): Promise<RegistryError> {
  const { status, reason } = response;
  const line = `${status} ${reason}`;
  if (status === 401 && response.headers.get('www-authenticate')?.toLowerCase().startsWith('basic'))
    return new RegistryError(status, 'UNAUTHORIZED', 'no basic auth credentials');
  if (status < 400 || status >= 500)
    return new RegistryError(status, '', `received unexpected HTTP status: ${line}`);
  let errors: readonly ListedError[];
  try {
    errors = (decodeJson(body, errorsSchema).errors ?? []) as readonly ListedError[];
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    const text = JSON.stringify(new TextDecoder().decode(body));
    const problem = `error parsing HTTP ${status} response body: ${error.message}: ${text}`;
    return new RegistryError(status, '', problem);
  }
  const told = errors.map(({ code, message }) => `${code.toLowerCase().replaceAll('_', ' ')}: ${message}`);
  if (told.length === 0) {
    const text = JSON.stringify(new TextDecoder().decode(body));
    return new RegistryError(
      status,
      '',
      `error parsing HTTP ${status} response body: no error details found in HTTP response body: ${text}`,
    );
  }
  const message = told.length === 1 ? (told[0] as string) : `errors:\n${told.join('\n')}\n`;
  return new RegistryError(status, errors[0]?.code ?? '', message);
}
