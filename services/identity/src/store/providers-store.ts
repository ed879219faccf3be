import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { securityChangedMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import { seal, unseal } from '../domain/seal.ts';
import type { AccountRow } from './accounts-store.ts';
import { type Actor, recordAct } from './audit-log.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import type { IdentityTables } from './tables.ts';

export type ProviderRow = Selectable<IdentityTables['providers']>;
export type AttemptRow = Selectable<IdentityTables['provider_attempts']>;

const ATTEMPT_MINUTES = 10;
const MOST_PROVIDERS = 20;

export interface NewProvider {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  makesAccounts: boolean;
}

/** Log-in with accounts that people have elsewhere. */
export class ProvidersStore {
  readonly #database: Database<IdentityTables>;
  readonly #secret: Uint8Array;
  readonly #mails: MailsStore;

  constructor(options: { database: Database<IdentityTables>; secret: Uint8Array; mails: MailsStore }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#mails = options.mails;
  }

  list(): Promise<ProviderRow[]> {
    return this.#database.query.selectFrom('providers').selectAll().orderBy('id').limit(MOST_PROVIDERS).execute();
  }

  find(id: string): Promise<ProviderRow | undefined> {
    return this.#database.query.selectFrom('providers').selectAll().where('id', '=', id).executeTakeFirst();
  }

  secretOf(provider: ProviderRow): string {
    return unseal(this.#secret, purposeFor(provider.id), provider.secret_sealed);
  }

  async add(provider: NewProvider, actor: Actor): Promise<ProviderRow> {
    const id = newId();
    return this.#database.transaction(async (transaction) => {
      const row = await transaction
        .insertInto('providers')
        .values({
          id,
          name: provider.name,
          issuer: provider.issuer,
          client_id: provider.clientId,
          secret_sealed: seal(this.#secret, purposeFor(id), provider.clientSecret),
          scopes: provider.scopes,
          makes_accounts: provider.makesAccounts,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await recordAct(transaction, actor, {
        act: 'provider.added',
        subject: { id, name: row.name },
        after: { issuer: row.issuer, clientId: row.client_id, makesAccounts: row.makes_accounts },
      });
      return row;
    });
  }

  async remove(id: string, actor: Actor): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction.deleteFrom('providers').where('id', '=', id).returningAll().executeTakeFirst();
      if (!row) return false;
      await recordAct(transaction, actor, {
        act: 'provider.removed',
        subject: { id, name: row.name },
        before: { issuer: row.issuer, clientId: row.client_id },
      });
      return true;
    });
  }

  /** Remembers who leaves; answers what their browser keeps meanwhile. */
  async leave(
    attempt: Pick<AttemptRow, 'provider_id' | 'nonce' | 'verifier' | 'account_id' | 'next'> & { state: string },
  ): Promise<string> {
    const { state, ...values } = attempt;
    const browser = newOpaqueToken('provider');
    await this.#database.query
      .insertInto('provider_attempts')
      .values({
        ...values,
        state_hash: hashToken(state),
        browser_hash: hashToken(browser),
        expires_at: sql<Date>`now() + ${ATTEMPT_MINUTES} * interval '1 minute'`,
      })
      .execute();
    return browser;
  }

  /** Once for each, to the browser that left. */
  comeBack(state: string, browser: string): Promise<AttemptRow | undefined> {
    return this.#database.query
      .deleteFrom('provider_attempts')
      .where('state_hash', '=', hashToken(state))
      .where('browser_hash', '=', hashToken(browser))
      .where('expires_at', '>', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst();
  }

  async accountOf(providerId: string, subject: string): Promise<string | undefined> {
    const row = await this.#database.query
      .selectFrom('provider_links')
      .select('account_id')
      .where('provider_id', '=', providerId)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.account_id;
  }

  linksOf(accountId: string): Promise<{ provider_id: string; created_at: Date }[]> {
    return this.#database.query
      .selectFrom('provider_links')
      .select(['provider_id', 'created_at'])
      .where('account_id', '=', accountId)
      .orderBy('created_at')
      .limit(MOST_PROVIDERS)
      .execute();
  }

  /** False where that person of the provider is somebody else here. */
  async link(account: AccountRow, link: { providerId: string; subject: string }, site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      if (!(await insertLink(transaction, account.id, link))) return false;
      await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), 'provider-linked')]);
      return true;
    });
  }

  async unlink(account: AccountRow, providerId: string, site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('provider_links')
        .where('account_id', '=', account.id)
        .where('provider_id', '=', providerId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), 'provider-unlinked')]);
      return true;
    });
  }

  async clean(): Promise<void> {
    await this.#database.query.deleteFrom('provider_attempts').where('expires_at', '<', sql<Date>`now()`).execute();
  }
}

/** False where it is somebody's already. */
export async function insertLink(
  transaction: Transaction<IdentityTables>,
  accountId: string,
  { providerId, subject }: { providerId: string; subject: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('provider_links')
    .values({ provider_id: providerId, subject, account_id: accountId })
    .onConflict((conflict) => conflict.columns(['provider_id', 'subject']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

function purposeFor(providerId: string): string {
  return `provider ${providerId}`;
}
