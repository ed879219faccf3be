import { newId } from '@kinora/kernel';
import { afterCommit, type Database, type MultipartRef } from '@kinora/ports';
import { type Selectable, sql, type UpdateObject } from 'kysely';
import { exportReadyMail } from '../domain/account-mails.ts';
import type { MailSite } from '../domain/mail-texts.ts';
import { identityErrors } from '../errors.ts';
import { personOf } from './links-store.ts';
import type { MailsStore } from './mails-store.ts';
import type { IdentityTables } from './tables.ts';

export type ExportRow = Selectable<IdentityTables['exports']>;

export const KEEP_DAYS = 7;
/** Renewed while an archive is made: who died meanwhile is followed by another process. */
const TURN_S = 60;
const MOST_ATTEMPTS = 6;

export class ExportsStore {
  readonly #database: Database<IdentityTables>;
  readonly #mails: MailsStore;
  #wake = () => {};

  constructor(options: { database: Database<IdentityTables>; mails: MailsStore }) {
    this.#database = options.database;
    this.#mails = options.mails;
  }

  /** Called when there is something to make, or to remove. */
  onChanged(wake: () => void): void {
    this.#wake = wake;
  }

  /** Something is over. */
  wake(): void {
    this.#wake();
  }

  /** Those before it are over. Throws `identity.export_under_way`. */
  async create(accountId: string, { withFilms }: { withFilms: boolean }): Promise<ExportRow> {
    return this.#database.transaction(async (transaction) => {
      // One after another, of an account.
      await transaction.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
      const waiting = await transaction
        .selectFrom('exports')
        .select('id')
        .where('account_id', '=', accountId)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (waiting) throw identityErrors.export_under_way();
      await transaction
        .updateTable('exports')
        .set({ expires_at: sql<Date>`now()` })
        .where('account_id', '=', accountId)
        .execute();
      afterCommit(transaction, () => this.#wake());
      return transaction
        .insertInto('exports')
        .values({
          id: newId(),
          account_id: accountId,
          with_films: withFilms,
          blob_key: null,
          multipart_id: null,
          size_bytes: null,
          expires_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
  }

  /** The newest, unless it is over. */
  findLatest(accountId: string): Promise<ExportRow | undefined> {
    return this.#live().where('account_id', '=', accountId).orderBy('id', 'desc').limit(1).executeTakeFirst();
  }

  find(id: string): Promise<ExportRow | undefined> {
    return this.#live().where('id', '=', id).executeTakeFirst();
  }

  #live() {
    return this.#database.query
      .selectFrom('exports')
      .selectAll()
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]));
  }

  /** Takes the turn of the one that has waited longest; `attempts` is its fencing token, names are of the attempt before. */
  async takeNext(): Promise<ExportRow | undefined> {
    const { rows } = await sql<ExportRow>`
      update exports set attempts = attempts + 1, next_at = now() + ${TURN_S} * interval '1 second'
      where id = (
        select id from exports where state = 'waiting' and next_at <= now() and expires_at is null
        order by next_at, id limit 1 for update skip locked
      ) returning *`.execute(this.#database.query);
    return rows[0];
  }

  async isAnyWaiting(): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('exports')
      .select('id')
      .where('state', '=', 'waiting')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** False where another process has the turn, or nobody wants it any more. */
  async renew(row: ExportRow): Promise<boolean> {
    return this.#change(row, { next_at: sql<Date>`now() + ${TURN_S} * interval '1 second'` });
  }

  /** Before anything is written: what a crash leaves behind is known. */
  async noteWriting(row: ExportRow, { key, uploadId }: MultipartRef): Promise<boolean> {
    return this.#change(row, { blob_key: key, multipart_id: uploadId });
  }

  /** Later, the longer the more often it failed; given up in the end. */
  async postpone(row: ExportRow): Promise<void> {
    const over = row.attempts >= MOST_ATTEMPTS;
    await this.#change(row, {
      blob_key: null,
      multipart_id: null,
      ...(over
        ? { state: 'failed', expires_at: sql<Date>`now() + ${KEEP_DAYS} * interval '1 day'` }
        : { next_at: sql<Date>`now() + ${5 * 4 ** (row.attempts - 1)} * interval '1 second'` }),
    });
  }

  /** With the mail that says so; false where it counts no more. */
  async finish(row: ExportRow, { sizeBytes, site }: { sizeBytes: number; site: MailSite }): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const account = await transaction
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', row.account_id)
        .executeTakeFirst();
      if (!account) return false;
      const { numUpdatedRows } = await transaction
        .updateTable('exports')
        .set({
          state: 'ready',
          multipart_id: null,
          size_bytes: sizeBytes,
          expires_at: sql<Date>`now() + ${KEEP_DAYS} * interval '1 day'`,
        })
        .where('id', '=', row.id)
        .where('attempts', '=', row.attempts)
        .where('state', '=', 'waiting')
        .where('expires_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await this.#mails.queue(transaction, [exportReadyMail(site, personOf(account), KEEP_DAYS)]);
      return true;
    });
  }

  listOver(limit: number): Promise<ExportRow[]> {
    return this.#database.query
      .selectFrom('exports')
      .selectAll()
      .where('expires_at', '<=', sql<Date>`now()`)
      .orderBy('expires_at')
      .limit(limit)
      .execute();
  }

  async forget(id: string): Promise<void> {
    await this.#database.query.deleteFrom('exports').where('id', '=', id).execute();
  }

  async #change(row: ExportRow, change: UpdateObject<IdentityTables, 'exports'>): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.query
      .updateTable('exports')
      .set(change)
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('state', '=', 'waiting')
      .where('expires_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
