import { ReportHandledSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { ReportReason, ReportState } from '../domain/report.ts';
import { interactionsErrors } from '../errors.ts';
import type { InteractionsTransaction } from './lock-videos.ts';
import type { InteractionsTables } from './tables.ts';

export type ReportRow = Selectable<InteractionsTables['reports']>;

export interface NewReport {
  videoId: string;
  commentId: string | null;
  channelId: string;
  reporterAccountId: string;
  reason: ReportReason;
  note: string;
}

export class ReportsStore {
  readonly #database: Database<InteractionsTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<InteractionsTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  /** A thing is reported once by each person: whoever does so again changes what they said while it is open. */
  async report(of: NewReport): Promise<void> {
    const { reason, note } = of;
    await this.#database.query
      .insertInto('reports')
      .values({
        id: newId(),
        video_id: of.videoId,
        comment_id: of.commentId,
        channel_id: of.channelId,
        reporter_account_id: of.reporterAccountId,
        reason,
        note,
      })
      .onConflict((conflict) =>
        conflict
          .expression(sql`reporter_account_id, video_id, coalesce(comment_id, '')`)
          .doUpdateSet({ reason, note })
          .where('reports.state', '=', 'open'),
      )
      .execute();
  }

  find(id: string): Promise<ReportRow | undefined> {
    return this.#database.query.selectFrom('reports').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The latest first. */
  list(options: { state: ReportState; limit: number; beforeId?: string | undefined }): Promise<ReportRow[]> {
    const { state, limit, beforeId } = options;
    return this.#database.query
      .selectFrom('reports')
      .selectAll()
      .where('state', '=', state)
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** How many open reports there are of what each of these is about, by the reports' ids. */
  async countOpen(reports: readonly ReportRow[]): Promise<Map<string, number>> {
    if (reports.length === 0) return new Map();
    const { rows } = await sql<{ id: string; open: number }>`
      select r.id, count(o.id)::int as open from reports r join reports o
        on o.video_id = r.video_id and o.comment_id is not distinct from r.comment_id and o.state = 'open'
      where r.id = any(${reports.map(({ id }) => id)}::text[]) group by r.id`.execute(this.#database.query);
    return new Map(rows.map(({ id, open }) => [id, open]));
  }

  /**
   * Decides this report and all others that are open about the same thing, and tells those who made them. `beside` runs in
   * the same transaction. Throws `interactions.report_not_found` for one that is not there, or was decided.
   */
  async decide(
    id: string,
    { by, upheld }: { by: string; upheld: boolean },
    beside: (transaction: InteractionsTransaction, reports: readonly ReportRow[]) => Promise<void>,
  ): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const { rows } = await sql<ReportRow>`
        update reports set state = ${upheld ? 'upheld' : 'dismissed'}, handled_by = ${by}, handled_at = now()
        where state = 'open' and (video_id, coalesce(comment_id, '')) =
          (select video_id, coalesce(comment_id, '') from reports where id = ${id} and state = 'open')
        returning *`.execute(transaction);
      if (rows.length === 0) throw interactionsErrors.report_not_found();
      await beside(transaction, rows);
      await this.#outbox.emitMany(
        transaction,
        ReportHandledSchema,
        rows.map((row) => ({
          message: {
            reportId: row.id,
            reporterAccountId: row.reporter_account_id,
            commentId: row.comment_id ?? '',
            videoId: row.video_id,
            upheld,
          },
          aggregate: { type: 'report', id: row.id, version: 1 },
        })),
      );
    });
  }
}
