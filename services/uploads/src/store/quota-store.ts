import type { RecordAct } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { describeQuota } from '../domain/describe-bytes.ts';
import { uploadsErrors } from '../errors.ts';
import type { UploadsTables } from './tables.ts';

type Query = Database<UploadsTables>['query'] | Transaction<UploadsTables>;

/**
 * What an account keeps here, in bytes. Files that still arrive count as a whole, and so do videos of others that are
 * becoming its own: their room is promised.
 */
export interface Usage {
  sourceBytes: number;
  renditionBytes: number;
  captionBytes: number;
  usedBytes: number;
  /** Null: as much as there is room for. */
  quotaBytes: number | null;
  /** Set by an administrator, for this account alone. */
  isOwnQuota: boolean;
}

interface UsageRow {
  account_id: string;
  sources: string;
  renditions: string;
  captions: string;
  own: boolean;
  quota_bytes: string | null;
  has_default: boolean;
  default_bytes: string | null;
}

export class QuotaStore {
  readonly #database: Database<UploadsTables>;
  readonly #defaultBytes: number | null;

  /** @param options.defaultBytes until an administrator sets another; null: none. */
  constructor(options: { database: Database<UploadsTables>; defaultBytes: number | null }) {
    this.#database = options.database;
    this.#defaultBytes = options.defaultBytes;
  }

  async read(accountId: string, query: Query = this.#database.query): Promise<Usage> {
    const { rows } = await usageOf(sql`select ${accountId}::text as account_id`).execute(query);
    const [row] = rows;
    if (!row) throw new Error('A question about one account has no answer.');
    return this.#toUsage(row);
  }

  /** Of each video, as its account's quota counts it; those that take nothing are left out. */
  async readVideos(videoIds: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await sql<{ video_id: string; bytes: string }>`
      select video_id, sum(size_bytes) as bytes from (
        select video_id, size_bytes from uploads where video_id = any(${videoIds}) and over_at is null
        union all
        select video_id, size_bytes from stored_parts where video_id = any(${videoIds})) parts
      group by video_id`.execute(this.#database.query);
    return new Map(rows.map((row) => [row.video_id, Number(row.bytes)]));
  }

  /** Whoever keeps something, or has a quota of their own, in the order of their ids. */
  async list(options: { after: string; limit: number }): Promise<(Usage & { accountId: string })[]> {
    const accounts = sql`
      select account_id from (
        select account_id from uploads where over_at is null
        union select account_id from stored_parts union select account_id from quotas) known
      where account_id > ${options.after} order by account_id limit ${options.limit}`;
    const { rows } = await usageOf(accounts).execute(this.#database.query);
    return rows.map((row) => ({ accountId: row.account_id, ...this.#toUsage(row) }));
  }

  /** Throws `quota_exceeded` when a file does not fit. Creations of the account wait for the end of the transaction. */
  async reserveIn(
    transaction: Transaction<UploadsTables>,
    { accountId, sizeBytes }: { accountId: string; sizeBytes: number },
  ): Promise<void> {
    await this.lockIn(transaction, accountId);
    assertFits(await this.read(accountId, transaction), sizeBytes);
  }

  /** Whatever takes room of an account follows one another. */
  async lockIn(transaction: Transaction<UploadsTables>, accountId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended('uploads.account.' || ${accountId}, 0))`.execute(
      transaction,
    );
  }

  /** @param quotaBytes null: none; undefined: the default again. */
  set(accountId: string, quotaBytes: number | null | undefined, record: RecordAct): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      const before = await this.read(accountId, transaction);
      if (quotaBytes === undefined) {
        await transaction.deleteFrom('quotas').where('account_id', '=', accountId).execute();
      } else {
        await transaction
          .insertInto('quotas')
          .values({ account_id: accountId, quota_bytes: quotaBytes })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ quota_bytes: quotaBytes }))
          .execute();
      }
      const { quotaBytes: now } = await this.read(accountId, transaction);
      await record(transaction, {
        act: 'quota.changed',
        subject: { id: accountId, name: '' },
        before: { quotaBytes: before.quotaBytes },
        after: { quotaBytes: now },
      });
    });
  }

  /** Null: none. */
  async readDefault(query: Query = this.#database.query): Promise<number | null> {
    const row = await query.selectFrom('default_quota').select('quota_bytes').executeTakeFirst();
    return row ? toBytes(row.quota_bytes) : this.#defaultBytes;
  }

  /** @param quotaBytes null: none. */
  setDefault(quotaBytes: number | null, record: RecordAct): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      const before = await this.readDefault(transaction);
      await transaction
        .insertInto('default_quota')
        .values({ quota_bytes: quotaBytes })
        .onConflict((conflict) => conflict.column('slot').doUpdateSet({ quota_bytes: quotaBytes }))
        .execute();
      await record(transaction, { act: 'quota.changed', before: { quotaBytes: before }, after: { quotaBytes } });
    });
  }

  #toUsage(row: UsageRow): Usage {
    const [sourceBytes, renditionBytes, captionBytes] = [row.sources, row.renditions, row.captions].map(Number) as [
      number,
      number,
      number,
    ];
    const forAll = row.has_default ? toBytes(row.default_bytes) : this.#defaultBytes;
    return {
      sourceBytes,
      renditionBytes,
      captionBytes,
      usedBytes: sourceBytes + renditionBytes + captionBytes,
      quotaBytes: row.own ? toBytes(row.quota_bytes) : forAll,
      isOwnQuota: row.own,
    };
  }
}

function toBytes(value: string | number | null): number | null {
  return value === null ? null : Number(value);
}

/** Throws `quota_exceeded`. */
export function assertFits(usage: Usage, sizeBytes: number): void {
  if (usage.quotaBytes === null || usage.usedBytes + sizeBytes <= usage.quotaBytes) return;
  throw uploadsErrors.quota_exceeded({
    message: describeQuota({ usedBytes: usage.usedBytes, quotaBytes: usage.quotaBytes, sizeBytes }),
  });
}

/** @param accounts a query of their ids. */
function usageOf(accounts: ReturnType<typeof sql>) {
  const coming = sql`select distinct video_id, from_account_id from hand_overs
    where account_id = a.account_id and until > now()`;
  return sql<UsageRow>`
    select a.account_id,
      (select coalesce(sum(size_bytes), 0) from uploads u where u.account_id = a.account_id and over_at is null)
        + (select coalesce(sum(size_bytes), 0) from (${coming}) h
          join uploads u on u.video_id = h.video_id and u.account_id = h.from_account_id and over_at is null) as sources,
      coalesce(p.renditions, 0) as renditions, coalesce(p.captions, 0) as captions,
      q.account_id is not null as own, q.quota_bytes,
      d.slot is not null as has_default, d.quota_bytes as default_bytes
    from (${accounts}) a
    left join lateral (
      select sum(size_bytes) filter (where part = 'renditions') as renditions,
        sum(size_bytes) filter (where part = 'captions') as captions
      from (
        select part, size_bytes from stored_parts where account_id = a.account_id
        union all
        select part, size_bytes from (${coming}) h
        join stored_parts s on s.video_id = h.video_id and s.account_id = h.from_account_id) parts) p on true
    left join quotas q on q.account_id = a.account_id
    left join default_quota d on true
    order by a.account_id`;
}
