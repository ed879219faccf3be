import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { describeHandOver } from '../domain/describe-bytes.ts';
import { uploadsErrors } from '../errors.ts';
import type { QuotaStore, Usage } from './quota-store.ts';
import type { UploadsTables } from './tables.ts';

/** Videos of one account that are to become another's. */
export interface HandOver {
  videoIds: readonly string[];
  from: string;
  to: string;
}

/** Videos follow their channel one by one: longer than that takes, and than a service is away. */
const GOOD_FOR = sql<Date>`now() + interval '6 hours'`;

type Query = Database<UploadsTables>['query'] | Transaction<UploadsTables>;

/** Room for videos that change hands. It counts to who receives them, in `QuotaStore`, until they have come. */
export class HandOversStore {
  readonly #database: Database<UploadsTables>;
  readonly #quotas: QuotaStore;

  constructor(options: { database: Database<UploadsTables>; quotas: QuotaStore }) {
    this.#database = options.database;
    this.#quotas = options.quotas;
  }

  /** What would come, and what its receiver keeps already. */
  async read(handOver: HandOver): Promise<{ bytes: number; usage: Usage }> {
    const bytes = await bytesOf(handOver, this.#database.query);
    return { bytes, usage: await this.#quotas.read(handOver.to) };
  }

  /** Throws `hand_over_too_large` where it does not fit. Whatever else would take room of the account waits. */
  reserve(id: string, handOver: HandOver): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      await this.#quotas.lockIn(transaction, handOver.to);
      const bytes = await bytesOf(handOver, transaction);
      const { usedBytes, quotaBytes } = await this.#quotas.read(handOver.to, transaction);
      if (quotaBytes !== null && usedBytes + bytes > quotaBytes) {
        const message = describeHandOver({ usedBytes, quotaBytes, sizeBytes: bytes });
        throw uploadsErrors.hand_over_too_large({ message });
      }
      await transaction.deleteFrom('hand_overs').where('until', '<=', sql<Date>`now()`).execute();
      await sql`insert into hand_overs (id, video_id, account_id, from_account_id, until)
        select ${id}, video_id, ${handOver.to}, ${handOver.from}, ${GOOD_FOR}
        from unnest(${handOver.videoIds}::text[]) as video_id`.execute(transaction);
    });
  }

  /** They stay where they are. */
  async release(id: string): Promise<void> {
    await this.#database.query.deleteFrom('hand_overs').where('id', '=', id).execute();
  }
}

/** Without what was promised to the same account before: who asks twice is not counted twice. */
async function bytesOf({ videoIds, from, to }: HandOver, query: Query): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select coalesce(sum(size_bytes), 0) as bytes from (
      select video_id, size_bytes from uploads
      where video_id = any(${videoIds}) and account_id = ${from} and over_at is null
      union all
      select video_id, size_bytes from stored_parts
      where video_id = any(${videoIds}) and account_id = ${from}) parts
    where video_id not in (
      select video_id from hand_overs where account_id = ${to} and from_account_id = ${from} and until > now())`.execute(
    query,
  );
  return Number(rows[0]?.bytes ?? 0);
}
