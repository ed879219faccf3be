import { AccessRevokedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { hashToken, newOpaqueToken, openSuccessor, sealSuccessor } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import type { IdentityTables } from './tables.ts';

export type SessionRow = Selectable<IdentityTables['sessions']>;

export interface Device {
  userAgent: string;
  address: string;
}

/**
 * A lost answer may be asked for again within this time, in which a server that was killed is back; later a repeat means
 * that the token was stolen.
 */
const REPEAT_GRACE_MS = 60_000;

export class SessionsStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #days: number;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; days: number }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#days = options.days;
  }

  /** A browser's session; the token is shown once, here. */
  async openBrowserSession(account: AccountRow, device: Device): Promise<{ session: SessionRow; token: string }> {
    const token = newOpaqueToken('kns');
    const session = await this.#insert(this.#database.query, account, device, {
      kind: 'browser',
      tokenHash: hashToken(token),
    });
    return { session, token };
  }

  async openDeviceSession(account: AccountRow, device: Device): Promise<{ session: SessionRow; refreshToken: string }> {
    const refreshToken = newOpaqueToken('knr');
    const session = await this.#database.transaction(async (transaction) => {
      const row = await this.#insert(transaction, account, device, { kind: 'device', tokenHash: null });
      await transaction
        .insertInto('refresh_tokens')
        .values({ token_hash: hashToken(refreshToken), session_id: row.id, replaced_at: null, successor_sealed: null })
        .execute();
      return row;
    });
    return { session, refreshToken };
  }

  #insert(
    query: Database<IdentityTables>['query'] | Transaction<IdentityTables>,
    account: AccountRow,
    device: Device,
    options: { kind: 'browser' | 'device'; tokenHash: Uint8Array | null },
  ): Promise<SessionRow> {
    return query
      .insertInto('sessions')
      .values({
        id: newId(),
        account_id: account.id,
        kind: options.kind,
        token_hash: options.tokenHash,
        user_agent: device.userAgent.slice(0, 300),
        address: device.address,
        expires_at: sql<Date>`now() + ${this.#days} * interval '1 day'`,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** The session of a cookie and its account; seeing it extends it, written at most once an hour. */
  async findByToken(token: string): Promise<{ session: SessionRow; account: AccountRow } | undefined> {
    const session = await this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (!session) return undefined;
    const account = await this.#database.query
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', session.account_id)
      .executeTakeFirst();
    if (!account) return undefined;
    if (session.last_seen_at.getTime() < Date.now() - 3_600_000) await this.#touch(session.id);
    return { session, account };
  }

  async #touch(id: string): Promise<void> {
    await this.#database.query
      .updateTable('sessions')
      .set({ last_seen_at: sql<Date>`now()`, expires_at: sql<Date>`now() + ${this.#days} * interval '1 day'` })
      .where('id', '=', id)
      .execute();
  }

  list(accountId: string): Promise<SessionRow[]> {
    return this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('expires_at', '>', sql<Date>`now()`)
      .orderBy('last_seen_at', 'desc')
      .limit(100)
      .execute();
  }

  /**
   * Rotates a refresh token. A repeat within the grace time gets the same successor (the first answer may have been
   * lost); later it revokes the whole session. Throws `identity.refresh_token_invalid`.
   */
  async rotate(refreshToken: string): Promise<{ session: SessionRow; account: AccountRow; refreshToken: string }> {
    const outcome = await this.#database.transaction(async (transaction) => {
      const row = await transaction
        .selectFrom('refresh_tokens')
        .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(['refresh_tokens.session_id', 'replaced_at', 'successor_sealed', 'accounts.id as account_id'])
        .where('refresh_tokens.token_hash', '=', hashToken(refreshToken))
        .where('sessions.expires_at', '>', sql<Date>`now()`)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return undefined;
      if (row.replaced_at && row.successor_sealed) {
        if (Date.now() - row.replaced_at.getTime() > REPEAT_GRACE_MS)
          return { kind: 'reused' as const, sessionId: row.session_id, accountId: row.account_id };
        return {
          kind: 'rotated' as const,
          sessionId: row.session_id,
          successor: openSuccessor(refreshToken, row.successor_sealed),
        };
      }
      const successor = newOpaqueToken('knr');
      await transaction
        .updateTable('refresh_tokens')
        .set({ replaced_at: sql<Date>`now()`, successor_sealed: sealSuccessor(refreshToken, successor) })
        .where('token_hash', '=', hashToken(refreshToken))
        .execute();
      await transaction
        .insertInto('refresh_tokens')
        .values({
          token_hash: hashToken(successor),
          session_id: row.session_id,
          replaced_at: null,
          successor_sealed: null,
        })
        .execute();
      return { kind: 'rotated' as const, sessionId: row.session_id, successor };
    });
    if (!outcome) throw identityErrors.refresh_token_invalid();
    if (outcome.kind === 'reused') {
      const { accountId, sessionId } = outcome;
      await this.end({ accountId, sessionId, reason: 'refresh token reuse' });
      throw identityErrors.refresh_token_invalid();
    }
    await this.#touch(outcome.sessionId);
    const found = await this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', outcome.sessionId)
      .executeTakeFirstOrThrow();
    const account = await this.#database.query
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', found.account_id)
      .executeTakeFirstOrThrow();
    return { session: found, account, refreshToken: outcome.successor };
  }

  async findByRefreshToken(refreshToken: string): Promise<{ sessionId: string; accountId: string } | undefined> {
    return this.#database.query
      .selectFrom('refresh_tokens')
      .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
      .select(['sessions.id as sessionId', 'sessions.account_id as accountId'])
      .where('refresh_tokens.token_hash', '=', hashToken(refreshToken))
      .executeTakeFirst();
  }

  /** Ends one session and has its tokens refused everywhere; false when there is none. */
  async end(options: { accountId: string; sessionId: string; reason: string }): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const account = await transaction
        .updateTable('accounts')
        .set({ version: sql<number>`version + 1` })
        .where('id', '=', options.accountId)
        .returning(['epoch', 'version'])
        .executeTakeFirst();
      const deleted = await transaction
        .deleteFrom('sessions')
        .where('id', '=', options.sessionId)
        .where('account_id', '=', options.accountId)
        .executeTakeFirst();
      if (!account || deleted.numDeletedRows === 0n) return false;
      // Versions are read as "everything after N": they must become visible in their order.
      await sql`select pg_advisory_xact_lock(hashtextextended('identity.revocations', 0))`.execute(transaction);
      const entry = {
        account_id: options.accountId,
        session_id: options.sessionId,
        epoch: account.epoch,
        reason: options.reason,
      };
      await transaction.insertInto('revocations').values(entry).execute();
      await this.#outbox.emit(
        transaction,
        AccessRevokedSchema,
        {
          accountId: options.accountId,
          sessionId: options.sessionId,
          epoch: BigInt(account.epoch),
          reason: options.reason,
        },
        { type: 'account', id: options.accountId, version: Number(account.version) },
      );
      return true;
    });
  }

  revokedSince(version: number): Promise<Selectable<IdentityTables['revocations']>[]> {
    return this.#database.query
      .selectFrom('revocations')
      .selectAll()
      .where('version', '>', version)
      .where('created_at', '>', sql<Date>`now() - interval '25 hours'`)
      .orderBy('version')
      .limit(1000)
      .execute();
  }

  async clean(): Promise<void> {
    await this.#database.query.deleteFrom('sessions').where('expires_at', '<', sql<Date>`now()`).execute();
    await this.#database.query
      .deleteFrom('revocations')
      .where('created_at', '<', sql<Date>`now() - interval '26 hours'`)
      .execute();
    await this.#database.query
      .deleteFrom('refresh_tokens')
      .where('replaced_at', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
  }
}
