import { newId, type Role } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { invitationMail } from '../domain/account-mails.ts';
import { emailKey } from '../domain/email-key.ts';
import type { Language } from '../domain/languages.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import { type Actor, recordAct } from './audit-log.ts';
import type { MailsStore } from './mails-store.ts';
import type { IdentityTables } from './tables.ts';

export type InvitationRow = Selectable<IdentityTables['invitations']>;

export class InvitationsStore {
  readonly #database: Database<IdentityTables>;
  readonly #mails: MailsStore;

  constructor(options: { database: Database<IdentityTables>; mails: MailsStore }) {
    this.#database = options.database;
    this.#mails = options.mails;
  }

  /** Invites all who have no account; a new invitation ends an open one of the same address. */
  async invite(
    emails: readonly string[],
    {
      role,
      days,
      actor,
      site,
      language,
    }: { role: Role; days: number; actor: Actor; site: MailSite; language: Language },
  ): Promise<{ invited: InvitationRow[]; members: string[] }> {
    return this.#database.transaction(async (transaction) => {
      const keys = emails.map(emailKey);
      const known = await transaction
        .selectFrom('accounts')
        .select('email_key')
        .where('email_key', 'in', keys)
        .execute();
      const memberKeys = new Set(known.map(({ email_key }) => email_key));
      const invited: InvitationRow[] = [];
      for (const email of emails.filter((one) => !memberKeys.has(emailKey(one)))) {
        const token = newOpaqueToken('invite');
        await transaction
          .deleteFrom('invitations')
          .where('email_key', '=', emailKey(email))
          .where('accepted_at', 'is', null)
          .execute();
        const row = await transaction
          .insertInto('invitations')
          .values({
            id: newId(),
            email,
            email_key: emailKey(email),
            role,
            token_hash: hashToken(token),
            invited_by: actor.displayName,
            inviter_id: actor.accountId,
            expires_at: sql<Date>`now() + ${days} * interval '1 day'`,
            accepted_at: null,
            account_id: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await this.#mails.queue(transaction, [
          invitationMail(site, { email, invitedBy: actor.displayName, days, token, language }),
        ]);
        await recordAct(transaction, actor, {
          act: 'invitation.sent',
          subject: { id: row.id, name: email },
          after: { role, days },
        });
        invited.push(row);
      }
      return { invited, members: emails.filter((one) => memberKeys.has(emailKey(one))) };
    });
  }

  /** One that can still be accepted. */
  findOpen(token: string): Promise<InvitationRow | undefined> {
    return this.#database.query
      .selectFrom('invitations')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .where('accepted_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst();
  }

  /** False where there is none that is still open. */
  async revoke(id: string, actor: Actor): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction
        .deleteFrom('invitations')
        .where('id', '=', id)
        .where('accepted_at', 'is', null)
        .returning('email')
        .executeTakeFirst();
      if (row) await recordAct(transaction, actor, { act: 'invitation.revoked', subject: { id, name: row.email } });
      return row !== undefined;
    });
  }

  /** The latest first. */
  list(options: { before?: string | undefined; limit: number }): Promise<InvitationRow[]> {
    return this.#database.query
      .selectFrom('invitations')
      .selectAll()
      .$if(options.before !== undefined, (query) => query.where('id', '<', options.before as string))
      .orderBy('id', 'desc')
      .limit(options.limit)
      .execute();
  }
}
