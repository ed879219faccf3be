import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { forgetAnswersFor, type Outbox } from '@kinora/kernel';
import { afterCommit, type Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { deletedMail, keptMail, leavingMail } from '../domain/account-mails.ts';
import { GRACE_DAYS } from '../domain/grace.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import { blankInAuditLog } from './audit-log.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import { ALL_SESSIONS, revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';
import { tellUpdated } from './tell-updated.ts';

/** Accounts on their way out. */
export class DeparturesStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #mails: MailsStore;
  #wake = () => {};

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; mails: MailsStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#mails = options.mails;
  }

  /** Called when somebody is about to leave. */
  onAsked(wake: () => void): void {
    this.#wake = wake;
  }

  async isAnyLeaving(): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('accounts')
      .select('id')
      .where('leaves_at', 'is not', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** All its sessions end; whoever logs in again may keep it. Throws `identity.last_administrator`. */
  async ask(id: string, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      await assertOthersAdminister(transaction, id);
      const row = await this.#set(transaction, id, GRACE_DAYS);
      await transaction.deleteFrom('sessions').where('account_id', '=', id).execute();
      const reason = 'the account is to be deleted';
      await revokeAccess(transaction, this.#outbox, { accountId: id, sessionIds: [ALL_SESSIONS], reason });
      afterCommit(transaction, () => this.#wake());
      await this.#mails.queue(transaction, [leavingMail(site, personOf(row), row.leaves_at)]);
      return row;
    });
  }

  /** One that does not leave is left as it is; undefined where it is gone, or others have decided. */
  async keep(id: string, site: MailSite): Promise<AccountRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      const before = await transaction
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (before?.state !== 'active') return undefined;
      if (before.leaves_at === null) return before;
      const row = await this.#set(transaction, id, null);
      // Tokens say that it watches only: those that say more are bought anew.
      const reason = 'the account stays';
      await revokeAccess(transaction, this.#outbox, { accountId: id, sessionIds: [ALL_SESSIONS], reason });
      await this.#mails.queue(transaction, [keptMail(site, personOf(row))]);
      return row;
    });
  }

  async #set(transaction: Transaction<IdentityTables>, id: string, days: number | null): Promise<AccountRow> {
    const row = await transaction
      .updateTable('accounts')
      .set({
        leaves_at: days === null ? null : sql<Date>`now() + ${days} * interval '1 day'`,
        epoch: sql<number>`epoch + 1`,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await tellUpdated(transaction, this.#outbox, row);
    return row;
  }

  /**
   * Removes one whose time is over, with all that is known of it here, and tells the others to. One transaction: after a
   * crash it is still there, and is removed then. True when there may be another.
   */
  async removeNext(site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction
        .selectFrom('accounts')
        .selectAll()
        .where('leaves_at', '<=', sql<Date>`now()`)
        .orderBy('leaves_at')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!row) return false;
      await revokeAccess(transaction, this.#outbox, {
        accountId: row.id,
        sessionIds: [ALL_SESSIONS],
        reason: 'the account is deleted',
      });
      await forgetPerson(transaction, row);
      await this.#outbox.emit(
        transaction,
        AccountDeletedSchema,
        { accountId: row.id },
        // After the revocation, which counted one.
        { type: 'account', id: row.id, version: Number(row.version) + 2 },
      );
      await this.#mails.queue(transaction, [deletedMail(site, personOf(row))]);
      return true;
    });
  }
}

/** Two administrators who leave at the same time follow one another. */
export async function assertOthersAdminister(transaction: Transaction<IdentityTables>, id: string): Promise<void> {
  const administrators = await transaction
    .selectFrom('accounts')
    .select(['id', 'state', 'leaves_at'])
    .where('role', '=', 'admin')
    .orderBy('id')
    .forUpdate()
    .execute();
  if (!administrators.some((one) => one.id === id)) return;
  const others = administrators.filter((one) => one.id !== id && one.state === 'active' && one.leaves_at === null);
  if (others.length === 0) throw identityErrors.last_administrator();
}

/** What names the account goes with its row; here is what only names the person. */
async function forgetPerson(transaction: Transaction<IdentityTables>, row: AccountRow): Promise<void> {
  const invitations = await transaction
    .deleteFrom('invitations')
    .where((eb) => eb.or([eb('email_key', '=', row.email_key), eb('account_id', '=', row.id)]))
    .returning('id')
    .execute();
  await transaction.updateTable('invitations').set({ invited_by: '' }).where('inviter_id', '=', row.id).execute();
  const mails = await transaction
    .deleteFrom('mails')
    .where(sql<string>`lower(to_address)`, '=', row.email_key)
    .returning('id')
    .execute();
  await transaction.deleteFrom('reset_requests').where('email_key', '=', row.email_key).execute();
  // Their files go with the next look of the loop that makes them.
  await transaction
    .updateTable('exports')
    .set({ account_id: '', expires_at: sql<Date>`now()` })
    .where('account_id', '=', row.id)
    .execute();
  await forgetAnswersFor(transaction, row.id);
  const about = [...invitations, ...mails].map(({ id }) => id);
  await blankInAuditLog(transaction, { id: row.id, email: row.email, about });
  await transaction.deleteFrom('accounts').where('id', '=', row.id).execute();
}
