import type { ConnectRouter, HandlerContext, ServiceImpl } from '@connectrpc/connect';
import { runOutsideTransactionScope } from '@kinora/ports';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import { kernelErrors } from '../errors/app-error.ts';
import { toAppError } from '../errors/problem.ts';
import type { Log } from '../log/log.ts';
import type { Service } from '../service/define-service.ts';
import { withSpan } from '../telemetry/tracing.ts';
import { SERVICE_TOKEN_HEADER } from './rpc-client.ts';
import { toConnectError } from './rpc-errors.ts';

export interface AnsweredCall {
  service: string;
  method: string;
  /** Services that may call it; `*` is any. */
  callers: readonly string[];
  call: HandlerContext;
  tokens: ServiceTokens;
  log: Log;
}

/**
 * Registers a service's methods. The same function serves the in-memory transport and the h2 listener: token, caller
 * list, error masking and transaction scope are the same in both shapes.
 */
export function registerRpc(
  router: ConnectRouter,
  { service, context, tokens, log }: { service: Service; context: () => unknown; tokens: ServiceTokens; log: Log },
): void {
  const { provides } = service;
  if (!provides) return;
  const implementation: Record<string, (request: never, call: HandlerContext) => Promise<unknown>> = {};
  for (const { name: method, callers, handle } of provides.methods) {
    implementation[method] = (request, call) =>
      answerCall({ service: service.name, method, callers, call, tokens, log }, (caller) =>
        handle(context(), request, { caller, signal: call.signal }),
      );
  }
  router.service(provides.service, implementation as ServiceImpl<typeof provides.service>);
}

/** Who calls is proved and may, and what goes wrong is told to them as an error of ours. */
export function answerCall<Answer>(
  { service, method, callers, call, tokens, log }: AnsweredCall,
  handle: (caller: string) => Promise<Answer>,
): Promise<Answer> {
  return runOutsideTransactionScope(async () => {
    const label = `${service}.${method}`;
    try {
      const caller = await tokens.verify(call.requestHeader.get(SERVICE_TOKEN_HEADER) ?? '', service);
      if (!callers.includes(caller) && !callers.includes('*')) throw kernelErrors.forbidden();
      const traceparent = call.requestHeader.get('traceparent') ?? '';
      return await withSpan(
        {
          service,
          name: `rpc ${label}`,
          kind: 'request',
          traceparent,
          attributes: { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method },
        },
        () => handle(caller),
      );
    } catch (error) {
      const known = toAppError(error);
      if (known.kind === 'internal') log.error({ err: error, rpc: label }, 'an RPC method failed');
      throw toConnectError(error);
    }
  });
}
