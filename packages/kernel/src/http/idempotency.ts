import { createHash } from 'node:crypto';
import type { Database } from '@kinora/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql, type Transaction } from 'kysely';
import { kernelErrors } from '../errors/app-error.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import type { Route } from './define-route.ts';

export type IdempotencyStore = Database<KernelTables>;

/** An answer that never came (the process died) may be asked for again after this time. */
const IN_PROGRESS_S = 60;

/**
 * Per account, method and route an Idempotency-Key answers as it did the first time, for 24 h; with another request it
 * is refused. Only answers below 500 are kept.
 */
export async function withIdempotency(options: {
  store: IdempotencyStore;
  accountId: string;
  route: Route<unknown>;
  request: FastifyRequest;
  reply: FastifyReply;
  run: () => Promise<unknown>;
}): Promise<unknown> {
  const { store, accountId, request, reply, run } = options;
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length === 0) return run();
  if (key.length > 200) throw kernelErrors.malformed_request();
  const route = `${options.route.method} ${options.route.path}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([request.params, request.query, request.body]))
    .digest('hex');
  const slot = { account_id: accountId, route, key };

  const { rows } = await sql<{ taken: boolean }>`
    insert into idempotency_keys (account_id, route, key, request_hash)
    values (${accountId}, ${route}, ${key}, ${hash})
    on conflict (account_id, route, key) do update set created_at = now(), request_hash = excluded.request_hash, status = null, response = null
      where idempotency_keys.created_at < now() - interval '24 hours'
         or (idempotency_keys.status is null and idempotency_keys.created_at < now() - ${IN_PROGRESS_S} * interval '1 second')
    returning true as taken`.execute(store.query);

  if (rows.length === 0) {
    const earlier = await store.query
      .selectFrom('idempotency_keys')
      .selectAll()
      .where((eb) => eb.and(slot))
      .executeTakeFirst();
    if (earlier && earlier.request_hash !== hash) throw kernelErrors.idempotency_key_reused();
    if (!earlier || earlier.status === null) throw kernelErrors.idempotency_in_progress({ retryAfterMs: 1000 });
    return reply
      .code(earlier.status)
      .type('application/json; charset=utf-8')
      .serializer((payload: string) => payload)
      .send(earlier.response ?? '');
  }
  try {
    const body = await run();
    await store.query
      .updateTable('idempotency_keys')
      .set({ status: reply.statusCode, response: JSON.stringify(body) })
      .where((eb) => eb.and(slot))
      .execute();
    return body;
  } catch (error) {
    await store.query
      .deleteFrom('idempotency_keys')
      .where((eb) => eb.and(slot))
      .execute();
    throw error;
  }
}

/** What an account that has gone was answered. */
export async function forgetAnswersFor<Schema>(transaction: Transaction<Schema>, accountId: string): Promise<void> {
  await (transaction as unknown as Transaction<KernelTables>)
    .deleteFrom('idempotency_keys')
    .where('account_id', '=', accountId)
    .execute();
}
