import { AccountRegisteredSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { newId, type Outbox, type Role } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { emailKey } from '../domain/email-key.ts';
import type { Language } from '../domain/languages.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import { admit } from './admission.ts';
import { type Actor, recordAct } from './audit-log.ts';
import { assertOthersAdminister } from './departures-store.ts';
import type { LinksStore } from './links-store.ts';
import { insertLink } from './providers-store.ts';
import { ALL_SESSIONS, revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';
import { tellUpdated } from './tell-updated.ts';

export type AccountRow = Selectable<IdentityTables['accounts']>;
export type ProfileChange = Partial<
  Pick<AccountRow, 'display_name' | 'bio' | 'interests' | 'language' | 'history_paused'>
>;

export class AccountsStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;
  readonly #links: LinksStore;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox; links: LinksStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#links = options.links;
  }

  /**
   * With a set-up token the account administers; see `admit` for the ways in. Throws `identity.email_taken` and what
   * `admit` throws.
   */
  async register(
    input: {
      email: string;
      passwordHash: string;
      displayName: string;
      handle?: string | undefined;
      setupToken?: string | undefined;
      invitationToken?: string | undefined;
      /** Who has proved the address, and logs in to the account. */
      provider?: { providerId: string; subject: string };
      /** Of the page in which they register. */
      pageLanguage: Language | null;
    },
    site: MailSite,
  ): Promise<AccountRow> {
    return this.#database.transaction(async (transaction) => {
      const { role, state, invitationId, ...admission } = await admit(transaction, input);
      const isVerified = admission.isVerified || input.provider !== undefined;
      const row = await transaction
        .insertInto('accounts')
        .values({
          id: newId(),
          email: input.email,
          email_key: emailKey(input.email),
          password_hash: input.passwordHash,
          display_name: input.displayName,
          wanted_handle: input.handle ?? null,
          role,
          state,
          page_language: input.pageLanguage,
          email_verified_at: isVerified ? sql<Date>`now()` : null,
        })
        .onConflict((conflict) => conflict.column('email_key').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row) throw identityErrors.email_taken();
      if (invitationId)
        await transaction
          .updateTable('invitations')
          .set({ account_id: row.id })
          .where('id', '=', invitationId)
          .execute();
      if (input.provider) await insertLink(transaction, row.id, input.provider);
      if (!isVerified) await this.#links.sendVerification(transaction, row, site);
      // Who waits is nobody yet.
      if (state === 'waiting') return row;
      await this.#outbox.emit(
        transaction,
        AccountRegisteredSchema,
        { accountId: row.id, displayName: row.display_name, handle: row.wanted_handle ?? '' },
        { type: 'account', id: row.id, version: Number(row.version) },
      );
      return row;
    });
  }

  findByEmail(email: string): Promise<AccountRow | undefined> {
    return this.#database.query
      .selectFrom('accounts')
      .selectAll()
      .where('email_key', '=', emailKey(email))
      .executeTakeFirst();
  }

  find(id: string): Promise<AccountRow | undefined> {
    return this.#database.query.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findMany(ids: readonly string[]): Promise<AccountRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('accounts').selectAll().where('id', 'in', ids).execute();
  }

  /** Tokens say whether the history is paused: those that say otherwise are refused from now on, and sessions stay. */
  async updateProfile(id: string, change: ProfileChange): Promise<AccountRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      const before = await transaction
        .selectFrom('accounts')
        .select('history_paused')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!before) return undefined;
      const turned = change.history_paused !== undefined && change.history_paused !== before.history_paused;
      const row = await transaction
        .updateTable('accounts')
        .set({ ...change, version: sql<number>`version + 1`, ...(turned && { epoch: sql<number>`epoch + 1` }) })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await tellUpdated(transaction, this.#outbox, row);
      if (turned)
        await revokeAccess(transaction, this.#outbox, {
          accountId: id,
          sessionIds: [ALL_SESSIONS],
          reason: `the history is ${row.history_paused ? 'paused' : 'written'} now`,
        });
      return row;
    });
  }

  /** Null takes it away. */
  async setAvatar(id: string, picture: Uint8Array | null): Promise<AccountRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction
        .updateTable('accounts')
        .set({ avatar_id: picture && newId(), version: sql<number>`version + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      if (picture)
        await transaction
          .insertInto('avatars')
          .values({ account_id: id, picture })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ picture }))
          .execute();
      else await transaction.deleteFrom('avatars').where('account_id', '=', id).execute();
      await tellUpdated(transaction, this.#outbox, row);
      return row;
    });
  }

  /** Only the one that the account has now. */
  async avatar(accountId: string, avatarId: string): Promise<Uint8Array | undefined> {
    const row = await this.#database.query
      .selectFrom('avatars')
      .innerJoin('accounts', 'accounts.id', 'avatars.account_id')
      .select('picture')
      .where('accounts.id', '=', accountId)
      .where('avatar_id', '=', avatarId)
      .executeTakeFirst();
    return row?.picture;
  }

  /** The oldest first; whose name or e-mail address contains `search`, in whatever case. */
  list(options: {
    search?: string | undefined;
    role?: Role | undefined;
    state?: AccountRow['state'] | undefined;
    after: string;
    limit: number;
  }): Promise<(AccountRow & { last_seen_at: Date | null })[]> {
    const pattern = `%${(options.search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
    return this.#database.query
      .selectFrom('accounts')
      .selectAll('accounts')
      .select((expression) =>
        expression
          .selectFrom('sessions')
          .select(sql<Date | null>`max(last_seen_at)`.as('last_seen_at'))
          .whereRef('account_id', '=', 'accounts.id')
          .as('last_seen_at'),
      )
      .where('id', '>', options.after)
      .$if(Boolean(options.search), (query) =>
        query.where((expression) =>
          expression.or([expression('email', 'ilike', pattern), expression('display_name', 'ilike', pattern)]),
        ),
      )
      .$if(options.role !== undefined, (query) => query.where('role', '=', options.role as Role))
      .$if(options.state !== undefined, (query) => query.where('state', '=', options.state as AccountRow['state']))
      .orderBy('id')
      .limit(options.limit)
      .execute();
  }

  /**
   * Tokens of the former role are refused everywhere; sessions stay and buy new ones. Undefined where there is no such
   * account. Throws `identity.last_administrator`.
   */
  async changeRole(id: string, role: Role, actor: Actor): Promise<AccountRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      if (role !== 'admin') await assertOthersAdminister(transaction, id);
      const before = await transaction
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!before || before.role === role) return before;
      const row = await transaction
        .updateTable('accounts')
        .set({ role, epoch: sql<number>`epoch + 1`, version: sql<number>`version + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await tellUpdated(transaction, this.#outbox, row);
      await recordAct(transaction, actor, {
        act: 'account.role-changed',
        subject: { id, name: row.display_name },
        before: { role: before.role },
        after: { role },
      });
      const reason = `the role is ${role} now`;
      await revokeAccess(transaction, this.#outbox, { accountId: id, sessionIds: [ALL_SESSIONS], reason });
      return row;
    });
  }

  async isSetupNeeded(): Promise<boolean> {
    const row = await this.#database.query.selectFrom('setup').select('used_at').executeTakeFirst();
    return row !== undefined && row.used_at === null;
  }

  /** Replaces the set-up token while nobody has used one; answers false once there is an administrator. */
  async offerSetup(token: string): Promise<boolean> {
    const { rows } = await sql`
      insert into setup (token_hash) values (${hashToken(token)})
      on conflict (slot) do update set token_hash = excluded.token_hash where setup.used_at is null
      returning slot`.execute(this.#database.query);
    return rows.length > 0;
  }
}
