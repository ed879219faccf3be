import type { Clock } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { type SecurityChange, securityChangedMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../domain/recovery-code.ts';
import { seal, unseal } from '../domain/seal.ts';
import { newTotpSecret, totpStep } from '../domain/totp.ts';
import type { AccountRow } from './accounts-store.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import type { IdentityTables } from './tables.ts';

export interface SecondStep {
  /** Since when an app is asked for codes. */
  totpSince: Date | null;
  recoveryCodesLeft: number;
}

/** What an account asks for besides a password: the codes of an app, and those on paper for when it is lost. */
export class SecondStepStore {
  readonly #database: Database<IdentityTables>;
  readonly #secret: Uint8Array;
  readonly #mails: MailsStore;
  readonly #clock: Clock;

  constructor(options: { database: Database<IdentityTables>; secret: Uint8Array; mails: MailsStore; clock: Clock }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#mails = options.mails;
    this.#clock = options.clock;
  }

  async find(accountId: string): Promise<SecondStep> {
    const totp = await this.#database.query
      .selectFrom('totp')
      .select('confirmed_at')
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    const codes = await this.#database.query
      .selectFrom('recovery_codes')
      .select((expression) => expression.fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow();
    return { totpSince: totp?.confirmed_at ?? null, recoveryCodesLeft: Number(codes.count) };
  }

  /** A secret for an app; one that was offered before is forgotten. Undefined where there is an app already. */
  async offer(accountId: string): Promise<string | undefined> {
    const secret = newTotpSecret();
    const sealed = seal(this.#secret, purposeFor(accountId), secret);
    const { rows } = await sql`
      insert into totp (account_id, secret_sealed) values (${accountId}, ${sealed})
      on conflict (account_id) do update set secret_sealed = excluded.secret_sealed where totp.confirmed_at is null
      returning account_id`.execute(this.#database.query);
    return rows.length === 0 ? undefined : secret;
  }

  /** The app has shown that it has the secret; answers the first recovery codes. Undefined for a wrong code. */
  async confirm(account: AccountRow, code: string, site: MailSite): Promise<string[] | undefined> {
    return this.#database.transaction(async (transaction) => {
      if (!(await this.#spendTotp(transaction, account.id, code, 'offered'))) return undefined;
      await transaction
        .updateTable('totp')
        .set({ confirmed_at: sql<Date>`now()` })
        .where('account_id', '=', account.id)
        .execute();
      await this.#tell(transaction, account, 'totp-added', site);
      return this.#renewCodes(transaction, account.id);
    });
  }

  /** Six digits are of the app, anything else is a recovery code. True once for each. */
  async spend(accountId: string, code: string): Promise<boolean> {
    const digits = code.replace(/\s/g, '');
    return this.#database.transaction(async (transaction) => {
      if (/^\d{6}$/.test(digits)) return this.#spendTotp(transaction, accountId, digits, 'confirmed');
      const { numDeletedRows } = await transaction
        .deleteFrom('recovery_codes')
        .where('account_id', '=', accountId)
        .where('code_hash', '=', hashRecoveryCode(this.#secret, code))
        .executeTakeFirst();
      return numDeletedRows === 1n;
    });
  }

  /** Those before are of no use any more. Undefined where no app is asked for codes. */
  async renewCodes(account: AccountRow, site: MailSite): Promise<string[] | undefined> {
    return this.#database.transaction(async (transaction) => {
      const totp = await transaction
        .selectFrom('totp')
        .select('confirmed_at')
        .where('account_id', '=', account.id)
        .forUpdate()
        .executeTakeFirst();
      if (!totp?.confirmed_at) return undefined;
      await this.#tell(transaction, account, 'codes-renewed', site);
      return this.#renewCodes(transaction, account.id);
    });
  }

  /** App and recovery codes; false where there is no app. */
  async remove(account: AccountRow, site: MailSite): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const removed = await transaction
        .deleteFrom('totp')
        .where('account_id', '=', account.id)
        .returning('confirmed_at')
        .executeTakeFirst();
      await transaction.deleteFrom('recovery_codes').where('account_id', '=', account.id).execute();
      if (!removed?.confirmed_at) return false;
      await this.#tell(transaction, account, 'totp-removed', site);
      return true;
    });
  }

  /** The row is locked: of two who show the same code at the same time one is late. */
  async #spendTotp(
    transaction: Transaction<IdentityTables>,
    accountId: string,
    code: string,
    state: 'offered' | 'confirmed',
  ): Promise<boolean> {
    const totp = await transaction
      .selectFrom('totp')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('confirmed_at', state === 'offered' ? 'is' : 'is not', null)
      .forUpdate()
      .executeTakeFirst();
    if (!totp) return false;
    const secret = unseal(this.#secret, purposeFor(accountId), totp.secret_sealed);
    const step = totpStep(secret, code, this.#clock.now());
    if (step === undefined || step <= Number(totp.last_step)) return false;
    await transaction.updateTable('totp').set({ last_step: step }).where('account_id', '=', accountId).execute();
    return true;
  }

  async #renewCodes(transaction: Transaction<IdentityTables>, accountId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await transaction.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
    await transaction
      .insertInto('recovery_codes')
      .values(codes.map((code) => ({ account_id: accountId, code_hash: hashRecoveryCode(this.#secret, code) })))
      .execute();
    return codes;
  }

  async #tell(
    transaction: Transaction<IdentityTables>,
    account: AccountRow,
    change: SecurityChange,
    site: MailSite,
  ): Promise<void> {
    await this.#mails.queue(transaction, [securityChangedMail(site, personOf(account), change)]);
  }
}

/** Of one account: a row that is moved to another opens nothing. */
function purposeFor(accountId: string): string {
  return `totp ${accountId}`;
}
