import type { ConnectRouter, HandlerContext } from '@connectrpc/connect';
import { OperationsService } from '@kinora/contracts/kinora/operations/v1/operations_pb.ts';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import { kernelErrors } from '../errors/app-error.ts';
import type { Log } from '../log/log.ts';
import { answerCall } from '../rpc/rpc-server.ts';
import type { ServiceOperations } from './service-operations.ts';

/** Administrators come by way of the edge, which has looked at their tokens. */
const CALLERS = ['gateway'];

/** Answers for every service of this process: which one is meant stands in the request. */
export function registerOperations(
  router: ConnectRouter,
  { operations, tokens, log }: { operations: ReadonlyMap<string, ServiceOperations>; tokens: ServiceTokens; log: Log },
): void {
  const answer = <Answer>(
    { service, method, call }: { service: string; method: string; call: HandlerContext },
    handle: (of: ServiceOperations) => Promise<Answer>,
  ) =>
    answerCall({ service, method, callers: CALLERS, call, tokens, log }, () => {
      const of = operations.get(service);
      if (!of) throw kernelErrors.route_not_found();
      return handle(of);
    });
  router.service(OperationsService, {
    getHealth: ({ service }, call) => answer({ service, method: 'getHealth', call }, (of) => of.health()),
    listParkedEvents: ({ service }, call) =>
      answer({ service, method: 'listParkedEvents', call }, (of) => of.listParked()),
    replayParkedEvents: ({ service, eventId, ...actor }, call) =>
      answer({ service, method: 'replayParkedEvents', call }, async (of) => {
        await of.replay(eventId, actor);
        return {};
      }),
  });
}
