import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AccountCaller, Caller, ServiceCaller } from '../auth/access-tokens.ts';
import type { GrantedScope } from '../auth/scopes.ts';

/**
 * Who may use an operation. `public`: anyone, a token is read when there is one. `account`: anyone who is logged in.
 * `creator`: those of them who may publish, all but viewers. `moderator`: moderators and
 * administrators. `admin`: administrators. `own-token`: the handler checks a credential of its own kind (workers, refresh tokens,
 * session cookies with Origin). `internal`: other services, by service token; never on the edge.
 */
export type Policy = 'public' | 'account' | 'creator' | 'moderator' | 'admin' | 'own-token' | 'internal';

/** Policies whose operations read a bearer: each says what a personal token or an app needs for it. */
type BearerPolicy = Exclude<Policy, 'own-token' | 'internal'>;

/**
 * Any one of them opens the operation to a token or an app that was given it; none of them, and only who has logged in
 * may. What could log its holder in as somebody has none.
 */
type ScopesFor<P extends Policy> = P extends BearerPolicy ? { scopes: readonly GrantedScope[] } : { scopes?: never };

export type CallerFor<P extends Policy> = P extends 'account' | 'creator' | 'moderator' | 'admin'
  ? AccountCaller
  : P extends 'internal'
    ? ServiceCaller
    : Caller;

export interface RouteRequest<P extends Policy, Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  caller: CallerFor<P>;
  /** The client's address, behind trusted proxies as they forward it. */
  address: string;
  raw: FastifyRequest;
  reply: FastifyReply;
  signal: AbortSignal;
}

export interface Route<Context> {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  path: string;
  operationId: string;
  summary: string;
  policy: Policy;
  scopes: readonly GrantedScope[];
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  answers: Record<number, z.ZodType | null>;
  errors: readonly string[];
  idempotent: boolean;
  bodyLimitBytes: number | undefined;
  /** Media types that reach the handler as a stream (`raw`) or as a buffer. */
  rawBody: { types: readonly string[]; as: 'stream' | 'buffer' } | undefined;
  /** Left out of the OpenAPI document: media, tus and worker routes are described in prose. */
  hidden: boolean;
  handle(context: Context, request: RouteRequest<Policy, never, never, never>): Promise<unknown>;
}

export interface RouteSpec<Context, P extends Policy, Params, Query, Body> {
  method: Route<Context>['method'];
  /** Fastify's form, `/api/v1/videos/:id`. */
  path: string;
  operationId: string;
  summary: string;
  policy: P;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** What it answers by status; null for an empty body. */
  answers: Record<number, z.ZodType | null>;
  /** Codes of the errors that belong to this operation. */
  errors?: readonly string[];
  /** Creating POSTs: honours Idempotency-Key. */
  idempotent?: boolean;
  bodyLimitBytes?: number;
  rawBody?: Route<Context>['rawBody'];
  hidden?: boolean;
  handle(context: Context, request: RouteRequest<P, Params, Query, Body>): Promise<unknown>;
}

/** One operation of the public API in one file: what it takes, who may, what it answers, how. */
export function defineRoute<Context, P extends Policy, Params = unknown, Query = unknown, Body = unknown>(
  spec: RouteSpec<Context, P, Params, Query, Body> & ScopesFor<P>,
): Route<Context> {
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    summary: spec.summary,
    policy: spec.policy,
    scopes: spec.scopes ?? [],
    params: spec.params,
    query: spec.query,
    body: spec.body,
    answers: spec.answers,
    errors: spec.errors ?? [],
    idempotent: spec.idempotent ?? false,
    bodyLimitBytes: spec.bodyLimitBytes,
    rawBody: spec.rawBody,
    hidden: spec.hidden ?? false,
    handle: spec.handle as Route<Context>['handle'],
  };
}
