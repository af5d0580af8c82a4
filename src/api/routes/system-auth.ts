import { systemError } from '../../engine/errors.ts';
import { authenticate } from '../../engine/system/auth.ts';
import { decodeJson, GoJsonError } from '../../support/go-json/decode.ts';
import { omit, string, struct } from '../../support/go-json/schema.ts';
import type { Handler } from '../call.ts';
import { readBody } from '../wire/body.ts';

const authConfig = struct('registry.AuthConfig', {
  username: omit(string),
  password: omit(string),
  auth: omit(string),
  serveraddress: omit(string),
  identitytoken: omit(string),
  registrytoken: omit(string),
});

/** POST /auth. moby's postAuth checks no content type, ignores what follows, and gives a bad body no kind: 500. */
export const authHandler: Handler = async ({ engine, exchange }) => {
  const body = await readBody(exchange);
  let config: { username: string; password: string; serveraddress: string };
  try {
    config = decodeJson(body, authConfig, '');
  } catch (error) {
    throw error instanceof GoJsonError ? systemError(error.message) : error;
  }
  const { username, password, serveraddress } = config;
  const status = await authenticate(engine, { username, password, serverAddress: serveraddress });
  return { status: 200, json: { IdentityToken: '', Status: status } };
};
