import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import type { AccountRow } from './accounts-store.ts';
import type { AppRow } from './apps-store.ts';
import { insertRefreshToken, insertSession } from './insert-session.ts';
import { revokeAccess } from './revoke-access.ts';
import type { Device, SessionRow } from './sessions-store.ts';
import type { IdentityTables } from './tables.ts';

export type GrantRow = Selectable<IdentityTables['app_grants']>;
export type CodeRow = Selectable<IdentityTables['app_codes']>;

const CODE_S = 60;
/** Of who gets no refresh token: as long as an access token may be taken back. */
const SHORT_SESSION_DAYS = 10 / 1440;

/** What the store keeps of a code that is `reused` has been taken back by then. */
export type Redeemed =
  | { kind: 'good'; code: CodeRow; account: AccountRow; session: SessionRow; refreshToken: string | undefined }
  | { kind: 'invalid' }
  | { kind: 'reused' };

/** What people let apps do, and what apps trade for tokens. */
export class AppGrantsStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #days: number;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; days: number }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#days = options.days;
  }

  find(accountId: string, appId: string): Promise<GrantRow | undefined> {
    return this.#database.query
      .selectFrom('app_grants')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('app_id', '=', appId)
      .executeTakeFirst();
  }

  list(accountId: string): Promise<(GrantRow & Pick<AppRow, 'name' | 'kind'>)[]> {
    return this.#database.query
      .selectFrom('app_grants')
      .innerJoin('apps', 'apps.id', 'app_grants.app_id')
      .selectAll('app_grants')
      .select(['apps.name', 'apps.kind'])
      .where('account_id', '=', accountId)
      .orderBy('app_grants.last_used_at', 'desc')
      .limit(100)
      .execute();
  }

  /** When the browser's session began; undefined where it is over. */
  async authenticatedAt(accountId: string, sessionId: string): Promise<Date | undefined> {
    const row = await this.#database.query
      .selectFrom('sessions')
      .select('created_at')
      .where('id', '=', sessionId)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return row?.created_at;
  }

  /** Remembers that it was allowed; answers the code. */
  async allow(
    wish: Pick<
      CodeRow,
      | 'app_id'
      | 'account_id'
      | 'redirect_uri'
      | 'challenge'
      | 'scopes'
      | 'nonce'
      | 'authenticated_at'
      | 'browser_session_id'
    >,
  ): Promise<string> {
    const code = newOpaqueToken('code');
    await this.#database.transaction(async (transaction) => {
      await keepApp(transaction, wish.app_id);
      const before = await transaction
        .selectFrom('app_grants')
        .select('scopes')
        .where('account_id', '=', wish.account_id)
        .where('app_id', '=', wish.app_id)
        .executeTakeFirst();
      const scopes = [...new Set([...(before?.scopes.split(' ') ?? []), ...wish.scopes.split(' ')])].join(' ');
      await transaction
        .insertInto('app_grants')
        .values({ account_id: wish.account_id, app_id: wish.app_id, scopes })
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'app_id']).doUpdateSet({ scopes, last_used_at: sql<Date>`now()` }),
        )
        .execute();
      await transaction
        .insertInto('app_codes')
        .values({ ...wish, code_hash: hashToken(code), expires_at: sql<Date>`now() + ${CODE_S} * interval '1 second'` })
        .execute();
    });
    return code;
  }

  /**
   * Trades a code for a session. One that is shown again ends what it gave (RFC 6749 §4.1.2); `proves` says whether
   * whoever shows it is who it was made for. Throws as a log-in does where the account may not come in.
   */
  async redeem(options: {
    app: AppRow;
    code: string;
    proves: (code: CodeRow) => boolean;
    device: Device;
  }): Promise<Redeemed> {
    const { app, code, proves, device } = options;
    return this.#database.transaction(async (transaction): Promise<Redeemed> => {
      await keepApp(transaction, app.id);
      const holder = await transaction
        .selectFrom('app_codes')
        .select('account_id')
        .where('code_hash', '=', hashToken(code))
        .executeTakeFirst();
      if (!holder) return { kind: 'invalid' };
      // The account first, as who ends sessions does: each would wait for the other.
      const account = await lockAccount(transaction, holder.account_id);
      const row = await transaction
        .selectFrom('app_codes')
        .selectAll()
        .where('code_hash', '=', hashToken(code))
        .where('app_id', '=', app.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return { kind: 'invalid' };
      if (row.used_at) {
        await this.#endSessions(transaction, { accountId: account.id, sessionId: row.session_id });
        return { kind: 'reused' };
      }
      if (row.expires_at.getTime() <= Date.now() || !proves(row)) return { kind: 'invalid' };
      const offline = app.kind === 'native' || row.scopes.split(' ').includes('offline_access');
      const session = await insertSession(transaction, account, device, {
        kind: 'device',
        tokenHash: null,
        days: offline ? this.#days : SHORT_SESSION_DAYS,
        app: { id: app.id, scopes: row.scopes },
      });
      const refreshToken = offline ? newOpaqueToken('knr') : undefined;
      if (refreshToken) await insertRefreshToken(transaction, session.id, refreshToken);
      await transaction
        .updateTable('app_codes')
        .set({ used_at: sql<Date>`now()`, session_id: session.id })
        .where('code_hash', '=', row.code_hash)
        .execute();
      return { kind: 'good', code: row, account, session, refreshToken };
    });
  }

  async used(accountId: string, appId: string): Promise<void> {
    await this.#database.query
      .updateTable('app_grants')
      .set({ last_used_at: sql<Date>`now()` })
      .where('account_id', '=', accountId)
      .where('app_id', '=', appId)
      .execute();
  }

  /** It is asked about again, and what it has is refused everywhere within a second; false when it has nothing. */
  async end(accountId: string, appId: string): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      await lockAccount(transaction, accountId);
      const of = { account_id: accountId, app_id: appId };
      await transaction
        .deleteFrom('app_codes')
        .where((eb) => eb.and(of))
        .execute();
      await this.#endSessions(transaction, { accountId, appId });
      const { numDeletedRows } = await transaction
        .deleteFrom('app_grants')
        .where((eb) => eb.and(of))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  async clean(): Promise<void> {
    await this.#database.query
      .deleteFrom('app_codes')
      .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
      .execute();
  }

  async #endSessions(
    transaction: Transaction<IdentityTables>,
    { accountId, sessionId, appId }: { accountId: string; sessionId?: string | null; appId?: string },
  ): Promise<void> {
    if (sessionId === null) return;
    const deleted = await transaction
      .deleteFrom('sessions')
      .where('account_id', '=', accountId)
      .$if(sessionId !== undefined, (query) => query.where('id', '=', sessionId as string))
      .$if(appId !== undefined, (query) => query.where('app_id', '=', appId as string))
      .where('app_id', 'is not', null)
      .returning('id')
      .execute();
    const reason = appId ? 'the app was sent away' : 'a code was shown twice';
    await revokeAccess(transaction, this.#outbox, { accountId, sessionIds: deleted.map(({ id }) => id), reason });
  }
}

/** Before the account, as whoever removes an app does. */
async function keepApp(transaction: Transaction<IdentityTables>, appId: string): Promise<void> {
  await transaction.selectFrom('apps').select('id').where('id', '=', appId).forKeyShare().execute();
}

function lockAccount(transaction: Transaction<IdentityTables>, accountId: string): Promise<AccountRow> {
  return transaction
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
