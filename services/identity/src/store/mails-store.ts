import { newId } from '@kinora/kernel';
import { afterCommit, type Database, type MailServerProblem } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type ComposedMail, composeMail, type MailDraft } from '../domain/mail-texts.ts';
import { nextAttemptMs } from '../domain/mail-turns.ts';
import { seal, unseal } from '../domain/seal.ts';
import type { MailLanguages } from '../mail-words.ts';
import { type Actor, recordAct } from './audit-log.ts';
import type { IdentityTables } from './tables.ts';

export type MailRow = Selectable<IdentityTables['mails']>;
export type MailContent = Pick<ComposedMail, 'text' | 'html'>;

/** Longer than any step of a transport may take together; who died meanwhile is followed by another process. */
const TURN_MS = 120_000;
const GIVE_UP_DAYS = 3;
const KEEP_DAYS = 30;
const PURPOSE = 'mail content';
/** To whoever has gone: once it is sent, or given up, nothing is left of its address. */
const LAST = 'account-deleted';

export class MailsStore {
  readonly #database: Database<IdentityTables>;
  readonly #secret: Uint8Array;
  readonly #languages: MailLanguages;
  #wake = () => {};

  constructor(options: { database: Database<IdentityTables>; secret: Uint8Array; languages: MailLanguages }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#languages = options.languages;
  }

  /** Called after something may be to send. */
  onQueued(wake: () => void): void {
    this.#wake = wake;
  }

  /** In the transaction of what causes the mail. The loop hears of it when that has committed, or at its next look. */
  async queue(transaction: Transaction<IdentityTables>, drafts: readonly MailDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const mails = await Promise.all(drafts.map((draft) => this.compose(draft)));
    await transaction
      .insertInto('mails')
      .values(
        mails.map(({ kind, to, subject, text, html }) => ({
          id: newId(),
          kind,
          to_address: to,
          subject,
          content_sealed: seal(this.#secret, PURPOSE, JSON.stringify({ text, html } satisfies MailContent)),
          problem: null,
          failure: null,
          ended_at: null,
        })),
      )
      .execute();
    afterCommit(transaction, () => this.#wake());
  }

  /** In the language of whoever reads it. */
  async compose(draft: MailDraft): Promise<ComposedMail> {
    return composeMail(draft, await this.#languages.words(draft.language));
  }

  open(row: Pick<MailRow, 'content_sealed'>): MailContent | undefined {
    return row.content_sealed
      ? (JSON.parse(unseal(this.#secret, PURPOSE, row.content_sealed)) as MailContent)
      : undefined;
  }

  /** Takes the turn of the one that has waited longest; `attempts` is its fencing token. */
  async takeNext(): Promise<MailRow | undefined> {
    const { rows } = await sql<MailRow>`
      update mails set attempts = attempts + 1, next_at = now() + ${TURN_MS} * interval '1 millisecond'
      where id = (
        select id from mails where state = 'waiting' and next_at <= now()
        order by next_at, id limit 1 for update skip locked
      ) returning *`.execute(this.#database.query);
    return rows[0];
  }

  /** Its links have done their service here: the text goes. */
  async markSent({ id, attempts, kind }: MailRow): Promise<void> {
    if (kind === LAST) return this.#forget(id);
    await this.#database.query
      .updateTable('mails')
      .set({ state: 'sent', ended_at: sql<Date>`now()`, content_sealed: null, problem: null, failure: null })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .execute();
  }

  async markFailed({ id, attempts, kind }: MailRow, failure: string): Promise<void> {
    if (kind === LAST) return this.#forget(id);
    await this.#database.query
      .updateTable('mails')
      .set({ state: 'failed', ended_at: sql<Date>`now()`, failure })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .execute();
  }

  async #forget(id: string): Promise<void> {
    await this.#database.query.deleteFrom('mails').where('id', '=', id).execute();
  }

  /** The server is at fault: all wait, as each would fail alike. */
  async postpone(row: MailRow, { problem, failure }: { problem: MailServerProblem; failure: string }): Promise<void> {
    const waitMs = nextAttemptMs(row.attempts);
    await this.#database.query
      .updateTable('mails')
      .set({ next_at: sql<Date>`now() + ${waitMs} * interval '1 millisecond'`, problem, failure })
      .where('state', '=', 'waiting')
      .where((expression) =>
        expression.or([
          expression('next_at', '<=', sql<Date>`now()`),
          expression.and([expression('id', '=', row.id), expression('attempts', '=', row.attempts)]),
        ]),
      )
      .execute();
  }

  /** When the next one is due; undefined where none waits. */
  async nextDueMs(): Promise<number | undefined> {
    const { rows } = await sql<{ ms: number | null }>`
      select extract(epoch from min(next_at) - now())::float8 * 1000 as ms from mails where state = 'waiting'
    `.execute(this.#database.query);
    return rows[0]?.ms ?? undefined;
  }

  /** The server may be well again: who knows does not wait for the next attempt. */
  async retryNow(): Promise<void> {
    await this.#database.query
      .updateTable('mails')
      .set({ next_at: sql<Date>`now()` })
      .where('state', '=', 'waiting')
      .execute();
    this.#wake();
  }

  /** One that was given up, or waits, from the beginning; undefined where there is none with a text. */
  async retry(id: string, actor: Actor): Promise<MailRow | undefined> {
    const row = await this.#database.transaction(async (transaction) => {
      const changed = await transaction
        .updateTable('mails')
        .set({ state: 'waiting', next_at: sql<Date>`now()`, created_at: sql<Date>`now()`, ended_at: null, attempts: 0 })
        .where('id', '=', id)
        .where('content_sealed', 'is not', null)
        .where('state', '!=', 'sent')
        .returningAll()
        .executeTakeFirst();
      if (changed) await recordAct(transaction, actor, { act: 'mail.retried', subject: subjectOf(changed) });
      return changed;
    });
    this.#wake();
    return row;
  }

  /** With its text, and a note of who has read it: there may be a link in it that opens somebody's account. */
  async read(id: string, actor: Actor): Promise<MailRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst();
      if (row?.content_sealed) await recordAct(transaction, actor, { act: 'mail.read', subject: subjectOf(row) });
      return row;
    });
  }

  /** The latest first. */
  list(options: {
    state?: MailRow['state'] | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<MailRow[]> {
    return this.#database.query
      .selectFrom('mails')
      .selectAll()
      .$if(options.state !== undefined, (query) => query.where('state', '=', options.state as MailRow['state']))
      .$if(options.before !== undefined, (query) => query.where('id', '<', options.before as string))
      .orderBy('id', 'desc')
      .limit(options.limit)
      .execute();
  }

  /** How many wait and how many were given up, with what was wrong last. */
  async summary(): Promise<{ waiting: number; failed: number; problem: string | null; failure: string | null }> {
    const { rows } = await sql<{ waiting: number; failed: number }>`
      select count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'failed')::int as failed from mails`.execute(this.#database.query);
    const last = await this.#database.query
      .selectFrom('mails')
      .select(['problem', 'failure'])
      .where('state', '=', 'waiting')
      .where('failure', 'is not', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    const { waiting = 0, failed = 0 } = rows[0] ?? {};
    return { waiting, failed, problem: last?.problem ?? null, failure: last?.failure ?? null };
  }

  /** Gives up what has waited for days, and forgets what is long over. */
  async clean(): Promise<void> {
    await this.#database.query
      .updateTable('mails')
      .set({
        state: 'failed',
        ended_at: sql<Date>`now()`,
        failure: sql<string>`coalesce(failure, 'No mail server was connected.')`,
      })
      .where('state', '=', 'waiting')
      .where('created_at', '<', sql<Date>`now() - ${GIVE_UP_DAYS} * interval '1 day'`)
      .execute();
    await this.#database.query.deleteFrom('mails').where('kind', '=', LAST).where('state', '!=', 'waiting').execute();
    await this.#database.query
      .deleteFrom('mails')
      .where('ended_at', '<', sql<Date>`now() - ${KEEP_DAYS} * interval '1 day'`)
      .execute();
  }
}

function subjectOf(row: MailRow): { id: string; name: string } {
  return { id: row.id, name: `${row.kind} to ${row.to_address}` };
}
