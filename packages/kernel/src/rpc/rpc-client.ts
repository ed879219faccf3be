import type { DescService } from '@bufbuild/protobuf';
import { type Client, createClient, type Interceptor, type Transport } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { assertOutsideTransaction } from '@kinora/ports';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import { currentTraceparent } from '../telemetry/tracing.ts';
import { fromConnectError } from './rpc-errors.ts';

export const SERVICE_TOKEN_HEADER = 'kinora-service-token';
const DEADLINE_MS = 5000;

/** What every call carries in both shapes: the caller's token, the trace, a deadline; refused inside a transaction. */
export function callInterceptor(options: { caller: string; callee: string; tokens: ServiceTokens }): Interceptor {
  return (next) => async (request) => {
    assertOutsideTransaction(`RPC ${options.callee}.${request.method.localName}`);
    request.header.set(SERVICE_TOKEN_HEADER, await options.tokens.issue(options.caller, options.callee));
    const traceparent = currentTraceparent();
    if (traceparent) request.header.set('traceparent', traceparent);
    return next(request);
  };
}

/** gRPC over HTTP/2 without TLS, for a peer in another process. */
export function createRemoteTransport(url: string, interceptor: Interceptor): Transport {
  return createGrpcTransport({ baseUrl: url, interceptors: [interceptor], defaultTimeoutMs: DEADLINE_MS });
}

/** A client whose calls reject with what the callee threw: Connect would wrap every error in one of its own. */
export function createPeerClient<Definition extends DescService>(
  definition: Definition,
  transport: Transport,
): Client<Definition> {
  const client = createClient(definition, transport) as Record<string, (...parameters: unknown[]) => Promise<unknown>>;
  const unwrapped = Object.entries(client).map(([name, method]) => [
    name,
    async (...parameters: unknown[]) => {
      try {
        return await method(...parameters);
      } catch (error) {
        throw fromConnectError(error);
      }
    },
  ]);
  return Object.fromEntries(unwrapped) as Client<Definition>;
}

export { DEADLINE_MS as RPC_DEADLINE_MS };
