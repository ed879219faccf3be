import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import {
  addressChangingMail,
  newAddressMail,
  passwordChangedMail,
  passwordResetMail,
  verifyAddressMail,
} from '../domain/account-mails.ts';
import { emailKey } from '../domain/email-key.ts';
import { type Language, readerLanguage } from '../domain/languages.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import type { MailsStore } from './mails-store.ts';
import { ALL_SESSIONS, revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';

type Purpose = IdentityTables['links']['purpose'];

const LIVES_HOURS: Record<Purpose, number> = { verify: 72, change: 24, reset: 1 };
/** More than people need, fewer than would fill a mailbox. */
const RESETS_PER_HOUR = 3;

/** One-time links that are sent by mail, and what they do. */
export class LinksStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #mails: MailsStore;
  #wake = () => {};

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; mails: MailsStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#mails = options.mails;
  }

  /** Called when somebody has asked for a new password. */
  onResetRequested(wake: () => void): void {
    this.#wake = wake;
  }

  /** In the transaction in which the account is made, or later. Links of this purpose before it are over. */
  async sendVerification(transaction: Transaction<IdentityTables>, account: AccountRow, site: MailSite): Promise<void> {
    const token = await this.#create(transaction, 'verify', account, account.email);
    await this.#mails.queue(transaction, [verifyAddressMail(site, personOf(account), token)]);
  }

  async sendVerificationAgain(account: AccountRow, site: MailSite): Promise<void> {
    await this.#database.transaction((transaction) => this.sendVerification(transaction, account, site));
  }

  /** To the new address a link, to the present one a notice. */
  async requestChange(account: AccountRow, email: string, site: MailSite): Promise<void> {
    const person = personOf(account);
    await this.#database.transaction(async (transaction) => {
      const token = await this.#create(transaction, 'change', account, email);
      await this.#mails.queue(transaction, [
        newAddressMail(site, { ...person, email }, token),
        addressChangingMail(site, person, email),
      ]);
    });
  }

  /** The same work for every address: whether there is an account shows neither in the answer nor in its time. */
  async requestReset(email: string): Promise<void> {
    await this.#database.query
      .insertInto('reset_requests')
      .values({ id: newId(), email_key: emailKey(email) })
      .execute();
    this.#wake();
  }

  /** Sends what was asked for, if there is an account; true when there may be another request. */
  async answerResetRequest(site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const request = await transaction
        .selectFrom('reset_requests')
        .selectAll()
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!request) return false;
      await transaction.deleteFrom('reset_requests').where('id', '=', request.id).execute();
      const account = await transaction
        .selectFrom('accounts')
        .selectAll()
        .where('email_key', '=', request.email_key)
        .forUpdate()
        .executeTakeFirst();
      if (!account || !(await this.#mayHaveAnother(transaction, account))) return true;
      const token = await this.#create(transaction, 'reset', account, account.email);
      await this.#mails.queue(transaction, [passwordResetMail(site, personOf(account), token)]);
      return true;
    });
  }

  async #mayHaveAnother(transaction: Transaction<IdentityTables>, account: AccountRow): Promise<boolean> {
    const { count } = await transaction
      .selectFrom('mails')
      .select((expression) => expression.fn.countAll<number>().as('count'))
      .where('kind', '=', 'password-reset')
      .where('to_address', '=', account.email)
      .where('created_at', '>', sql<Date>`now() - interval '1 hour'`)
      .executeTakeFirstOrThrow();
    return Number(count) < RESETS_PER_HOUR;
  }

  /**
   * The address is its reader's: that of the account, or the one that it is to have from now on. Throws
   * `identity.link_invalid` or `identity.email_taken`.
   */
  async confirmAddress(token: string): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const link = await this.#use(transaction, token, ['verify', 'change']);
      const account = await lockAccount(transaction, link.account_id);
      const key = emailKey(link.email);
      if (link.purpose === 'verify' && key !== account.email_key) throw identityErrors.link_invalid();
      if (key !== account.email_key) {
        const other = await transaction
          .selectFrom('accounts')
          .select('id')
          .where('email_key', '=', key)
          .executeTakeFirst();
        if (other) throw identityErrors.email_taken();
        await this.#forget(transaction, account.id, ['verify', 'reset']);
      }
      const row = await transaction
        .updateTable('accounts')
        .set({ email: link.email, email_key: key, email_verified_at: sql<Date>`now()` })
        .where('id', '=', account.id)
        .returningAll()
        .executeTakeFirstOrThrow()
        // Somebody took it between the look and this.
        .catch((cause: unknown) => {
          if ((cause as { code?: string }).code === '23505') throw identityErrors.email_taken({ cause });
          throw cause;
        });
      return row;
    });
  }

  /** Ends all sessions, as whoever has the old password may hold them. Throws `identity.link_invalid`. */
  async resetPassword(token: string, passwordHash: string, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const { account_id: id } = await this.#use(transaction, token, ['reset']);
      await lockAccount(transaction, id);
      await this.#forget(transaction, id, ['reset', 'change']);
      const row = await transaction
        .updateTable('accounts')
        .set({
          password_hash: passwordHash,
          epoch: sql<number>`epoch + 1`,
          email_verified_at: sql<Date>`coalesce(email_verified_at, now())`,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await transaction.deleteFrom('sessions').where('account_id', '=', id).execute();
      await transaction.deleteFrom('api_tokens').where('account_id', '=', id).execute();
      const reason = 'the password was reset';
      await revokeAccess(transaction, this.#outbox, { accountId: id, sessionIds: [ALL_SESSIONS], reason });
      await this.#mails.queue(transaction, [passwordChangedMail(site, personOf(row))]);
      return row;
    });
  }

  /** A link that was asked for with the former password is none of its successor's. */
  async endPasswordLinks(transaction: Transaction<IdentityTables>, accountId: string): Promise<void> {
    await this.#forget(transaction, accountId, ['reset', 'change']);
  }

  async clean(): Promise<void> {
    await this.#database.query.deleteFrom('links').where('expires_at', '<', sql<Date>`now()`).execute();
  }

  async #create(
    transaction: Transaction<IdentityTables>,
    purpose: Purpose,
    { id }: AccountRow,
    email: string,
  ): Promise<string> {
    await this.#forget(transaction, id, [purpose]);
    const token = newOpaqueToken('link');
    await transaction
      .insertInto('links')
      .values({
        token_hash: hashToken(token),
        purpose,
        account_id: id,
        email,
        expires_at: sql<Date>`now() + ${LIVES_HOURS[purpose]} * interval '1 hour'`,
      })
      .execute();
    return token;
  }

  async #use(transaction: Transaction<IdentityTables>, token: string, purposes: readonly Purpose[]) {
    const link = await transaction
      .deleteFrom('links')
      .where('token_hash', '=', hashToken(token))
      .where('purpose', 'in', purposes)
      .where('expires_at', '>', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst();
    if (!link) throw identityErrors.link_invalid();
    return link;
  }

  async #forget(
    transaction: Transaction<IdentityTables>,
    accountId: string,
    purposes: readonly Purpose[],
  ): Promise<void> {
    await transaction
      .deleteFrom('links')
      .where('account_id', '=', accountId)
      .where('purpose', 'in', purposes)
      .execute();
  }
}

export function personOf(account: AccountRow): { email: string; displayName: string; language: Language } {
  return { email: account.email, displayName: account.display_name, language: readerLanguage(account) };
}

function lockAccount(transaction: Transaction<IdentityTables>, id: string): Promise<AccountRow> {
  return transaction.selectFrom('accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}
