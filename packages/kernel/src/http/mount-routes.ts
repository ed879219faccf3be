import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  type AccessTokens,
  type AccountCaller,
  type Caller,
  type ServiceCaller,
  VISITOR,
} from '../auth/access-tokens.ts';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import { kernelErrors } from '../errors/app-error.ts';
import type { Service } from '../service/define-service.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { withSpan } from '../telemetry/tracing.ts';
import type { CallerFor, Policy, Route } from './define-route.ts';
import type { describeRoute } from './describe-route.ts';
import { type IdempotencyStore, withIdempotency } from './idempotency.ts';

export interface MountOptions {
  service: Service;
  context: () => unknown;
  accessTokens: AccessTokens;
  serviceTokens: ServiceTokens;
  metrics: Metrics;
  idempotency: IdempotencyStore | undefined;
  describe: typeof describeRoute;
}

/** Mounts a service's routes in a scope of their own: content types of one service are not those of another. */
export async function mountRoutes(server: FastifyInstance, options: MountOptions): Promise<void> {
  const groups = Map.groupBy(options.service.routes, (route) => JSON.stringify(route.rawBody ?? null));
  for (const routes of groups.values()) {
    await server.register((scope, _options, done) => {
      const raw = routes[0]?.rawBody;
      if (raw) {
        for (const type of raw.types) {
          if (raw.as === 'buffer')
            scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
          else scope.addContentTypeParser(type, (_request, _payload, parsed) => parsed(null));
        }
      }
      for (const route of routes) mountRoute(scope, route, options);
      done();
    });
  }
}

function mountRoute(scope: FastifyInstance, route: Route<unknown>, options: MountOptions): void {
  const { service, metrics } = options;
  scope.route({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
    schema: options.describe(route, service.name),
    validatorCompiler: () => () => true,
    onResponse: async (request, reply) => {
      metrics.httpDuration.observe(
        { service: service.name, route: route.path, method: request.method, status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
    },
    handler: async (request, reply) => {
      const caller = await authenticate(route, request, options);
      const run = () =>
        withSpan(spanOf(route, request, service.name), () =>
          route.handle(options.context(), {
            params: parse(route.params, request.params, 'params') as never,
            query: parse(route.query, request.query, 'query') as never,
            body: parse(route.body, request.body, 'body') as never,
            caller: caller as CallerFor<Policy>,
            address: request.ip,
            raw: request,
            reply,
            signal: abortedWith(reply),
          }),
        );
      if (route.idempotent && options.idempotency && caller.kind === 'account') {
        return withIdempotency({ store: options.idempotency, accountId: caller.accountId, route, request, reply, run });
      }
      return answer(await run(), reply);
    },
  });
}

function spanOf(route: Route<unknown>, request: FastifyRequest, service: string) {
  return {
    service,
    name: `${route.method} ${route.path}`,
    kind: 'request' as const,
    traceparent: String(request.headers.traceparent ?? ''),
    attributes: { 'http.request.method': request.method, 'http.route': route.path, 'kinora.request_id': request.id },
  };
}

function answer(body: unknown, reply: FastifyReply): unknown {
  // Who has gone in the middle of a stream is answered no more.
  if (reply.sent || reply.raw.headersSent || reply.raw.destroyed || body === reply) return reply;
  if (body === undefined) return reply.code(reply.statusCode === 200 ? 204 : reply.statusCode).send();
  return body;
}

async function authenticate(
  { policy, scopes }: Route<unknown>,
  request: FastifyRequest,
  options: MountOptions,
): Promise<Caller | ServiceCaller> {
  const header = request.headers.authorization;
  const token = header?.startsWith('Bearer ') ? header.slice(7) : undefined;
  switch (policy) {
    case 'own-token':
      return VISITOR;
    case 'internal':
      return { kind: 'service', service: await options.serviceTokens.verify(token ?? '', options.service.name) };
    case 'public':
      return token ? withScope(await options.accessTokens.verify(token), scopes) : VISITOR;
    case 'account':
    case 'creator':
    case 'moderator':
    case 'admin': {
      if (!token) throw kernelErrors.unauthenticated();
      const caller = withScope(await options.accessTokens.verify(token), scopes);
      if (policy === 'admin' && caller.role !== 'admin') throw kernelErrors.forbidden();
      if (policy === 'moderator' && caller.role !== 'admin' && caller.role !== 'moderator')
        throw kernelErrors.forbidden();
      if (policy === 'creator' && caller.role === 'viewer') throw kernelErrors.forbidden();
      return caller;
    }
    default:
      return policy satisfies never;
  }
}

/**
 * Throws `kernel.scope_missing` where the caller's token was given none of `needed`. Handlers look at roles too, for
 * what is not the caller's own: without the scope for it a token of an administrator is that of a creator.
 */
function withScope(caller: AccountCaller, needed: Route<unknown>['scopes']): AccountCaller {
  const { scopes: given, role } = caller;
  if (given === 'all') return caller;
  if (!needed.some((scope) => given.includes(scope))) throw kernelErrors.scope_missing();
  if (given.includes('admin') || role === 'viewer') return caller;
  return { ...caller, role: 'creator' };
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return value;
  const parsed = schema.safeParse(value ?? {});
  const issues = parsed.success ? [...nulCharacters(parsed.data)] : parsed.error.issues;
  if (parsed.success && issues.length === 0) return parsed.data;
  throw kernelErrors.validation_failed({
    fields: issues.slice(0, 20).map((issue) => ({
      path: [where === 'body' ? '' : where, ...issue.path].filter(String).join('.'),
      message: issue.message,
    })),
  });
}

/** No database keeps U+0000 in a text, and nobody means it. */
function* nulCharacters(value: unknown, path: PropertyKey[] = []): Generator<{ path: PropertyKey[]; message: string }> {
  if (typeof value === 'string') {
    if (value.includes('\0')) yield { path, message: 'Must not contain the character U+0000.' };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* nulCharacters(inner, [...path, key]);
  }
}

/** Aborts when the client goes away before it has its answer. */
function abortedWith(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
