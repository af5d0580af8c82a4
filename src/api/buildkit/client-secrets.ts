import type { GrpcClient } from '../../grpc/grpc-client.ts';
import { GRPC_CODES, GrpcError } from '../../grpc/grpc-error.ts';
import { decode, encode } from './messages.ts';

/** A client's secret; undefined where it has none of that id, or none at all (buildkit session/secrets). */
export async function readSecret(client: GrpcClient, id: string): Promise<Uint8Array | undefined> {
  const answer = await ask(
    client,
    '/moby.buildkit.secrets.v1.Secrets/GetSecret',
    encode('GetSecretRequest', { ID: id }),
  );
  return answer === undefined ? undefined : decode('GetSecretResponse', answer).data;
}

/** Whether a client forwards an agent of that id (buildkit session/sshforward). */
export async function checkAgent(client: GrpcClient, id: string): Promise<boolean> {
  try {
    const request = encode('CheckAgentRequest', { ID: id });
    return (await ask(client, '/moby.sshforward.v1.SSH/CheckAgent', request)) !== undefined;
  } catch (error) {
    // `unset ssh forward key`, which RUN says itself where the agent is required.
    if (error instanceof GrpcError && error.code === GRPC_CODES.unknown) return false;
    throw error;
  }
}

/** One question, one answer; undefined where the client does not offer it. */
async function ask(client: GrpcClient, path: string, request: Uint8Array): Promise<Uint8Array | undefined> {
  const call = client.open(path, {});
  await call.send(request);
  call.end();
  try {
    let answer: Uint8Array | undefined;
    for await (const message of call.messages) answer = message;
    return answer ?? new Uint8Array();
  } catch (error) {
    const { code } = error instanceof GrpcError ? error : { code: undefined };
    if (code === GRPC_CODES.notFound || code === GRPC_CODES.unimplemented) return undefined;
    throw error;
  }
}
