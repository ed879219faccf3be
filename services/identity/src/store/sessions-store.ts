import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { passwordChangedMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken, newOpaqueToken, openSuccessor, sealSuccessor } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import { insertRefreshToken, insertSession } from './insert-session.ts';
import { type LinksStore, personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import { revokeAccess } from './revoke-access.ts';
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
  readonly #links: LinksStore;
  readonly #mails: MailsStore;

  constructor(options: {
    database: Database<IdentityTables>;
    outbox: Outbox;
    days: number;
    links: LinksStore;
    mails: MailsStore;
  }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#days = options.days;
    this.#links = options.links;
    this.#mails = options.mails;
  }

  /** A browser's session; the token is shown once, here. */
  async openBrowserSession(account: AccountRow, device: Device): Promise<{ session: SessionRow; token: string }> {
    const token = newOpaqueToken('kns');
    const session = await this.#database.transaction((transaction) =>
      insertSession(transaction, account, device, { kind: 'browser', tokenHash: hashToken(token), days: this.#days }),
    );
    return { session, token };
  }

  async openDeviceSession(account: AccountRow, device: Device): Promise<{ session: SessionRow; refreshToken: string }> {
    const refreshToken = newOpaqueToken('knr');
    const session = await this.#database.transaction(async (transaction) => {
      const row = await insertSession(transaction, account, device, {
        kind: 'device',
        tokenHash: null,
        days: this.#days,
      });
      await insertRefreshToken(transaction, row.id, refreshToken);
      return row;
    });
    return { session, refreshToken };
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

  /** Where somebody has logged in; apps that they let in are another list. */
  list(accountId: string): Promise<SessionRow[]> {
    return this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('app_id', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .orderBy('last_seen_at', 'desc')
      .limit(100)
      .execute();
  }

  /**
   * Rotates a refresh token. A repeat within the grace time gets the same successor (the first answer may have been
   * lost); later it revokes the whole session. `appId` is the app that shows it: what was given to one is no use to
   * another, nor without one. Throws `identity.refresh_token_invalid`.
   */
  async rotate(
    refreshToken: string,
    appId: string | null = null,
  ): Promise<{ session: SessionRow; account: AccountRow; refreshToken: string }> {
    const outcome = await this.#database.transaction(async (transaction) => {
      // The account first, as who ends sessions does: each would wait for the other.
      await transaction
        .selectFrom('refresh_tokens')
        .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select('accounts.id')
        .where('refresh_tokens.token_hash', '=', hashToken(refreshToken))
        .forShare('accounts')
        .execute();
      const row = await transaction
        .selectFrom('refresh_tokens')
        .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .select(['refresh_tokens.session_id', 'replaced_at', 'successor_sealed', 'accounts.id as account_id'])
        .where('refresh_tokens.token_hash', '=', hashToken(refreshToken))
        .where('sessions.expires_at', '>', sql<Date>`now()`)
        .where('sessions.app_id', appId === null ? 'is' : '=', appId)
        .forUpdate('refresh_tokens')
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
      await insertRefreshToken(transaction, row.session_id, successor);
      return { kind: 'rotated' as const, sessionId: row.session_id, successor };
    });
    if (!outcome) throw identityErrors.refresh_token_invalid();
    if (outcome.kind === 'reused') {
      const { accountId, sessionId } = outcome;
      await this.end({ accountId, sessionId, reason: 'refresh token reuse' });
      throw identityErrors.refresh_token_invalid();
    }
    await this.#touch(outcome.sessionId);
    const session = await this.#database.query
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', outcome.sessionId)
      .executeTakeFirst();
    // Ended since.
    if (!session) throw identityErrors.refresh_token_invalid();
    const account = await this.#database.query
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', session.account_id)
      .executeTakeFirstOrThrow();
    return { session, account, refreshToken: outcome.successor };
  }

  async findByRefreshToken(
    refreshToken: string,
  ): Promise<{ sessionId: string; accountId: string; appId: string | null } | undefined> {
    return this.#database.query
      .selectFrom('refresh_tokens')
      .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
      .select(['sessions.id as sessionId', 'sessions.account_id as accountId', 'sessions.app_id as appId'])
      .where('refresh_tokens.token_hash', '=', hashToken(refreshToken))
      .executeTakeFirst();
  }

  /** Ends one session and has its tokens refused everywhere; false when there is none. */
  async end(options: { accountId: string; sessionId: string; reason: string }): Promise<boolean> {
    const { accountId, sessionId, reason } = options;
    return this.#database.transaction(async (transaction) => {
      await this.#lockAccount(transaction, accountId);
      const deleted = await transaction
        .deleteFrom('sessions')
        .where('id', '=', sessionId)
        .where('account_id', '=', accountId)
        .returning('id')
        .execute();
      await revokeAccess(transaction, this.#outbox, { accountId, sessionIds: deleted.map(({ id }) => id), reason });
      return deleted.length > 0;
    });
  }

  /** Ends every session of the account but one; answers how many. */
  async endOthers(options: { accountId: string; sessionId: string; reason: string }): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      await this.#lockAccount(transaction, options.accountId);
      return this.#deleteOthers(transaction, options);
    });
  }

  /**
   * A new password and the end of every other session, both or neither; answers how many ended. Undefined where the
   * password is no longer the one that was checked.
   */
  async changePassword(options: {
    accountId: string;
    /** The one that stays. */
    sessionId: string;
    from: string;
    to: string;
    site: MailSite;
  }): Promise<number | undefined> {
    return this.#database.transaction(async (transaction) => {
      const changed = await transaction
        .updateTable('accounts')
        .set({ password_hash: options.to })
        .where('id', '=', options.accountId)
        .where('password_hash', '=', options.from)
        .returningAll()
        .executeTakeFirst();
      if (!changed) return undefined;
      await this.#links.endPasswordLinks(transaction, changed.id);
      await this.#mails.queue(transaction, [passwordChangedMail(options.site, personOf(changed))]);
      const reason = 'the password was changed';
      // Whoever knew the former one may have made them.
      const tokens = await transaction
        .deleteFrom('api_tokens')
        .where('account_id', '=', changed.id)
        .returning('id')
        .execute();
      const tokenIds = tokens.map(({ id }) => id);
      await revokeAccess(transaction, this.#outbox, { accountId: changed.id, sessionIds: tokenIds, reason });
      return this.#deleteOthers(transaction, { ...options, reason });
    });
  }

  async #deleteOthers(
    transaction: Transaction<IdentityTables>,
    { accountId, sessionId, reason }: { accountId: string; sessionId: string; reason: string },
  ): Promise<number> {
    const deleted = await transaction
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .where('id', '!=', sessionId)
      .returning('id')
      .execute();
    await revokeAccess(transaction, this.#outbox, { accountId, sessionIds: deleted.map(({ id }) => id), reason });
    return deleted.length;
  }

  /** No session of the account begins or ends beside. */
  async #lockAccount(transaction: Transaction<IdentityTables>, accountId: string): Promise<void> {
    await transaction.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
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
