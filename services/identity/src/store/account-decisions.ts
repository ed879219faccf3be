import { AccountRegisteredSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import type { Outbox, Role } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import {
  approvedMail,
  deletionDecidedMail,
  refusedMail,
  restoredMail,
  suspendedMail,
} from '../domain/account-mails.ts';
import { mayDecideAbout } from '../domain/effective-role.ts';
import { GRACE_DAYS } from '../domain/grace.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import { type Actor, recordAct } from './audit-log.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import { ALL_SESSIONS, revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';
import { tellUpdated } from './tell-updated.ts';

export type Decider = Actor & { role: Role };

/** What moderators and administrators decide about other accounts. Each throws `account_not_found` and `not_yours`. */
export class AccountDecisions {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #mails: MailsStore;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; mails: MailsStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#mails = options.mails;
  }

  /** From now on it can log in; others hear of it only now. Throws `identity.not_waiting`. */
  async approve(id: string, actor: Decider, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const { state } = await lockFor(transaction, id, actor);
      if (state !== 'waiting') throw identityErrors.not_waiting();
      const row = await setState(transaction, id, { state: 'active', reason: null });
      await this.#outbox.emit(
        transaction,
        AccountRegisteredSchema,
        { accountId: id, displayName: row.display_name, handle: row.wanted_handle ?? '' },
        { type: 'account', id, version: Number(row.version) },
      );
      await this.#mails.queue(transaction, [approvedMail(site, personOf(row))]);
      await recordAct(transaction, actor, { act: 'account.approved', subject: { id, name: row.display_name } });
      return row;
    });
  }

  /** What was written at registration goes: the address may register again. Throws `identity.not_waiting`. */
  async refuse(id: string, reason: string, actor: Decider, site: MailSite): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const row = await lockFor(transaction, id, actor);
      if (row.state !== 'waiting') throw identityErrors.not_waiting();
      await transaction.deleteFrom('accounts').where('id', '=', id).execute();
      await this.#mails.queue(transaction, [refusedMail(site, personOf(row), reason)]);
      await recordAct(transaction, actor, {
        act: 'account.refused',
        subject: { id, name: row.display_name },
        after: { reason },
      });
    });
  }

  /** All its sessions end, and all its tokens are refused. Throws `identity.not_yourself` or `identity.not_active`. */
  async suspend(id: string, reason: string, actor: Decider, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await lockFor(transaction, id, actor);
      if (id === actor.accountId) throw identityErrors.not_yourself();
      if (before.state === 'waiting') throw identityErrors.not_active();
      const row = await setState(transaction, id, { state: 'suspended', reason });
      await this.#endAccess(transaction, row, 'the account is suspended');
      await this.#mails.queue(transaction, [suspendedMail(site, personOf(row), reason)]);
      await recordAct(transaction, actor, {
        act: 'account.suspended',
        subject: { id, name: row.display_name },
        before: { state: before.state, reason: before.state_reason },
        after: { state: row.state, reason },
      });
      return row;
    });
  }

  /**
   * Suspends it and has it removed everywhere when the time of grace is over; `restore` takes that back. Throws
   * `identity.not_yourself` or `identity.not_active`.
   */
  async delete(id: string, reason: string, actor: Decider, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await lockFor(transaction, id, actor);
      if (id === actor.accountId) throw identityErrors.not_yourself();
      if (before.state === 'waiting') throw identityErrors.not_active();
      const row = await setState(transaction, id, { state: 'suspended', reason, leavesInDays: GRACE_DAYS });
      await this.#endAccess(transaction, row, 'the account is to be deleted');
      const { leaves_at: leavesAt } = row;
      await this.#mails.queue(transaction, [deletionDecidedMail(site, personOf(row), { reason, leavesAt })]);
      await recordAct(transaction, actor, {
        act: 'account.deletion-decided',
        subject: { id, name: row.display_name },
        before: { state: before.state, reason: before.state_reason },
        after: { leavesAt, reason },
      });
      return row;
    });
  }

  /** One that is not suspended is left as it is. */
  async restore(id: string, actor: Decider, site: MailSite): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await lockFor(transaction, id, actor);
      if (before.state !== 'suspended') return before;
      const row = await setState(transaction, id, { state: 'active', reason: null, leavesInDays: null });
      await tellUpdated(transaction, this.#outbox, row);
      await this.#mails.queue(transaction, [restoredMail(site, personOf(row))]);
      await recordAct(transaction, actor, {
        act: 'account.restored',
        subject: { id, name: row.display_name },
        before: { state: before.state, reason: before.state_reason },
        after: { state: row.state },
      });
      return row;
    });
  }

  async #endAccess(transaction: Transaction<IdentityTables>, row: AccountRow, reason: string): Promise<void> {
    await transaction.deleteFrom('sessions').where('account_id', '=', row.id).execute();
    await tellUpdated(transaction, this.#outbox, row);
    await revokeAccess(transaction, this.#outbox, { accountId: row.id, sessionIds: [ALL_SESSIONS], reason });
  }
}

async function lockFor(transaction: Transaction<IdentityTables>, id: string, actor: Decider): Promise<AccountRow> {
  const row = await transaction.selectFrom('accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw identityErrors.account_not_found();
  if (!mayDecideAbout(actor.role, row.role)) throw identityErrors.not_yours();
  return row;
}

function setState(
  transaction: Transaction<IdentityTables>,
  id: string,
  {
    state,
    reason,
    leavesInDays,
  }: { state: AccountRow['state']; reason: string | null /** Null: it stays. */; leavesInDays?: number | null },
): Promise<AccountRow> {
  const leaving =
    leavesInDays === undefined
      ? {}
      : { leaves_at: leavesInDays === null ? null : sql<Date>`now() + ${leavesInDays} * interval '1 day'` };
  return transaction
    .updateTable('accounts')
    .set({ state, ...leaving, state_reason: reason, epoch: sql<number>`epoch + 1`, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
