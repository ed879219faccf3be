import { newId, type Outbox, type Scope } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { securityChangedMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import type { AccountRow } from './accounts-store.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import { revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';

export type ApiTokenRow = Selectable<IdentityTables['api_tokens']>;

const MOST_TOKENS = 50;

/** Tokens that people make for their own scripts. */
export class ApiTokensStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #mails: MailsStore;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; mails: MailsStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#mails = options.mails;
  }

  list(accountId: string): Promise<ApiTokenRow[]> {
    return this.#database.query
      .selectFrom('api_tokens')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('id', 'desc')
      .limit(MOST_TOKENS)
      .execute();
  }

  /** The token is shown once, here. Undefined where the account has fifty. */
  async create(
    account: AccountRow,
    wish: { name: string; scopes: readonly Scope[]; days: number | null },
    site: MailSite,
  ): Promise<{ row: ApiTokenRow; token: string } | undefined> {
    const token = newOpaqueToken('kin');
    return this.#database.transaction(async (transaction) => {
      await transaction.selectFrom('accounts').select('id').where('id', '=', account.id).forUpdate().execute();
      const { count } = await transaction
        .selectFrom('api_tokens')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('account_id', '=', account.id)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_TOKENS) return undefined;
      const row = await transaction
        .insertInto('api_tokens')
        .values({
          id: newId(),
          account_id: account.id,
          name: wish.name,
          token_hash: hashToken(token),
          scopes: wish.scopes.join(' '),
          expires_at: wish.days === null ? null : sql<Date>`now() + ${wish.days} * interval '1 day'`,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), 'token-made')]);
      return { row, token };
    });
  }

  /** Whose it is, where it opens anything; that it was used is noted. */
  async use(token: string): Promise<{ row: ApiTokenRow; account: AccountRow } | undefined> {
    const row = await this.#database.query
      .updateTable('api_tokens')
      .set({ last_used_at: sql<Date>`now()` })
      .where('token_hash', '=', hashToken(token))
      .where((expression) =>
        expression.or([expression('expires_at', 'is', null), expression('expires_at', '>', sql<Date>`now()`)]),
      )
      .returningAll()
      .executeTakeFirst();
    if (!row) return undefined;
    const account = await this.#database.query
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', row.account_id)
      .where('state', '=', 'active')
      .where('leaves_at', 'is', null)
      .executeTakeFirst();
    return account && { row, account };
  }

  /** It is refused everywhere within a second; false when there is none. */
  async remove(options: { accountId: string; tokenId: string }): Promise<boolean> {
    const { accountId, tokenId } = options;
    return this.#database.transaction(async (transaction) => {
      await transaction.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
      const deleted = await transaction
        .deleteFrom('api_tokens')
        .where('id', '=', tokenId)
        .where('account_id', '=', accountId)
        .returning('id')
        .execute();
      const sessionIds = deleted.map(({ id }) => id);
      await revokeAccess(transaction, this.#outbox, { accountId, sessionIds, reason: 'the token was revoked' });
      return deleted.length > 0;
    });
  }

  /** What has been over for a month is shown no more. */
  async clean(): Promise<void> {
    await this.#database.query
      .deleteFrom('api_tokens')
      .where('expires_at', '<', sql<Date>`now() - interval '30 days'`)
      .execute();
  }
}
