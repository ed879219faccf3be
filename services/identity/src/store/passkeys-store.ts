import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { securityChangedMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken } from '../domain/opaque-token.ts';
import type { ProofPurpose } from '../domain/proof-purpose.ts';
import type { AccountRow } from './accounts-store.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import type { IdentityTables } from './tables.ts';

export type PasskeyRow = Selectable<IdentityTables['passkeys']>;

/** Who is about to do what. */
export interface Proving {
  accountId: string;
  sessionId: string;
  purpose: ProofPurpose;
}

const CHALLENGE_MINUTES = 5;
const MOST_PASSKEYS = 20;

export class PasskeysStore {
  readonly #database: Database<IdentityTables>;
  readonly #mails: MailsStore;

  constructor(options: { database: Database<IdentityTables>; mails: MailsStore }) {
    this.#database = options.database;
    this.#mails = options.mails;
  }

  /** Remembers what was asked for: to add one to this account, or with null to log in. */
  async keepChallenge(challenge: string, accountId: string | null): Promise<void> {
    await this.#database.query
      .insertInto('passkey_challenges')
      .values({
        challenge_hash: hashToken(challenge),
        purpose: accountId === null ? 'log-in' : 'add',
        account_id: accountId,
        expires_at: sql<Date>`now() + ${CHALLENGE_MINUTES} * interval '1 minute'`,
      })
      .execute();
  }

  /** True once for each that was asked for, of this purpose and account. */
  async takeChallenge(challenge: string, accountId: string | null): Promise<boolean> {
    const { numDeletedRows } = await this.#database.query
      .deleteFrom('passkey_challenges')
      .where('challenge_hash', '=', hashToken(challenge))
      .where('purpose', '=', accountId === null ? 'log-in' : 'add')
      .where('expires_at', '>', sql<Date>`now()`)
      .$if(accountId !== null, (query) => query.where('account_id', '=', accountId))
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  /** Remembers that a passkey of theirs was asked for before this act, and where. */
  async keepProof(challenge: string, { origin, ...proving }: Proving & { origin: string }): Promise<void> {
    await this.#database.query
      .insertInto('passkey_challenges')
      .values({
        challenge_hash: hashToken(challenge),
        purpose: 'prove',
        account_id: proving.accountId,
        session_id: proving.sessionId,
        proves: proving.purpose,
        origin,
        expires_at: sql<Date>`now() + ${CHALLENGE_MINUTES} * interval '1 minute'`,
      })
      .execute();
  }

  /** Where it was asked for, once; undefined where it was not, or for another act, account or session. */
  async takeProof(challenge: string, { accountId, sessionId, purpose }: Proving): Promise<string | undefined> {
    const row = await this.#database.query
      .deleteFrom('passkey_challenges')
      .where('challenge_hash', '=', hashToken(challenge))
      .where('account_id', '=', accountId)
      .where('session_id', '=', sessionId)
      .where('proves', '=', purpose)
      .where('expires_at', '>', sql<Date>`now()`)
      .returning('origin')
      .executeTakeFirst();
    return row?.origin ?? undefined;
  }

  list(accountId: string): Promise<PasskeyRow[]> {
    return this.#database.query
      .selectFrom('passkeys')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('created_at')
      .limit(MOST_PASSKEYS)
      .execute();
  }

  /** Undefined where it is known already, of whomever, or where there are twenty. */
  async add(
    account: AccountRow,
    passkey: Pick<PasskeyRow, 'credential_id' | 'public_key' | 'name'> & { counter: number; transports: string[] },
    site: MailSite,
  ): Promise<PasskeyRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      await transaction.selectFrom('accounts').select('id').where('id', '=', account.id).forUpdate().execute();
      const { count } = await transaction
        .selectFrom('passkeys')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('account_id', '=', account.id)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_PASSKEYS) return undefined;
      const row = await transaction
        .insertInto('passkeys')
        .values({
          ...passkey,
          id: newId(),
          account_id: account.id,
          transports: JSON.stringify(passkey.transports),
          last_used_at: null,
        })
        .onConflict((conflict) => conflict.column('credential_id').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), 'passkey-added')]);
      return row;
    });
  }

  findByCredential(credentialId: string): Promise<PasskeyRow | undefined> {
    return this.#database.query
      .selectFrom('passkeys')
      .selectAll()
      .where('credential_id', '=', credentialId)
      .executeTakeFirst();
  }

  /** False where its counter has not grown: there may be a copy of it (WebAuthn Level 2 §6.1.1). */
  async use(id: string, counter: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.query
      .updateTable('passkeys')
      .set({ counter, last_used_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where((expression) => (counter === 0 ? expression('counter', '=', 0) : expression('counter', '<', counter)))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async remove(account: AccountRow, id: string, site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('passkeys')
        .where('id', '=', id)
        .where('account_id', '=', account.id)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), 'passkey-removed')]);
      return true;
    });
  }

  async clean(): Promise<void> {
    await this.#database.query.deleteFrom('passkey_challenges').where('expires_at', '<', sql<Date>`now()`).execute();
  }
}
