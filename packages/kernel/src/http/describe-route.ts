import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { kindOf } from '../errors/app-error.ts';
import { HTTP_STATUS, PROBLEM_SCHEMA_ID, TITLES } from '../errors/problem.ts';
import type { Route } from './define-route.ts';

/** A route as Fastify and the OpenAPI document take it, with each way in which it may refuse. */
export function describeRoute(route: Route<unknown>, service: string): FastifySchema & Record<string, unknown> {
  const raw = route.rawBody;
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [service],
    hide: route.hidden || route.policy === 'internal',
    'x-policy': route.policy,
    'x-scopes': route.scopes,
    'x-errors': route.errors,
    ...securityOf(route),
    ...(route.params ? { params: toJson(route.params, 'input') } : {}),
    ...(route.query ? { querystring: toJson(route.query, 'input') } : {}),
    ...(route.body ? { body: toJson(route.body, 'input') } : {}),
    ...(raw ? { consumes: raw.types, body: { type: 'string', format: 'binary' } } : {}),
    response: { ...refusals(route), ...answers(route) },
  };
}

/** The same, worked out once for each route of an app: the table of routes and the server both need it. */
export function describesOnce(): typeof describeRoute {
  const known = new Map<Route<unknown>, ReturnType<typeof describeRoute>>();
  return (route, service) => {
    const described = known.get(route) ?? describeRoute(route, service);
    known.set(route, described);
    return described;
  };
}

function toJson(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}

/** Who has logged in may do all that the policy says; tokens and apps what they were given besides. */
function securityOf({ policy, scopes }: Route<unknown>): { security?: Record<string, string[]>[] } {
  const bearers = [{ bearer: [] }, ...scopes.map((scope) => ({ scoped: [scope] }))];
  switch (policy) {
    case 'account':
    case 'creator':
    case 'moderator':
    case 'admin':
      return { security: bearers };
    case 'public':
      return { security: [{}, ...bearers] };
    case 'own-token':
    case 'internal':
      return {};
    default:
      return policy satisfies never;
  }
}

function answers({ answers, summary }: Route<unknown>) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      schema ? { description: summary, ...toJson(schema, 'output') } : { description: summary, type: 'null' },
    ]),
  );
}

/** By status: which errors have it. Those of the route itself, and those of everything that it goes through. */
function refusals(route: Route<unknown>) {
  const codes = new Set(route.errors);
  const add = (...reasons: string[]) => {
    for (const reason of reasons) codes.add(`kernel.${reason}`);
  };
  if (route.path.startsWith('/api/')) add('too_many_requests', 'unavailable');
  if (route.params || route.query || route.body) add('validation_failed');
  if (route.params || route.query) add('headers_too_large');
  if (route.body || route.rawBody) add('malformed_request', 'body_too_large', 'unsupported_media_type');
  if (!['own-token', 'internal'].includes(route.policy)) add('unauthenticated', 'token_expired', 'scope_missing');
  if (['creator', 'moderator', 'admin'].includes(route.policy)) add('forbidden');
  if (route.idempotent) add('idempotency_key_reused', 'idempotency_in_progress');
  const byKind = Map.groupBy(codes, (code) => kindOf(code));
  return Object.fromEntries(
    [...byKind].flatMap(([kind, of]) =>
      kind
        ? [
            [
              HTTP_STATUS[kind],
              {
                description: `${TITLES[kind]}: ${of.map((code) => `\`${code}\``).join(', ')}.`,
                content: { 'application/problem+json': { schema: { $ref: `${PROBLEM_SCHEMA_ID}#` } } },
              },
            ],
          ]
        : [],
    ),
  );
}
