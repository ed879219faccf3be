import { UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { newUuid, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { Extent } from '../domain/extents.ts';
import type { Promised } from '../domain/room.ts';
import { abandonExpiredIn, abandonUploadIn } from './abandon-upload.ts';
import { createUploadIn } from './create-upload.ts';
import { listExtents, widenExtentIn } from './extents.ts';
import { leaseEnd, OwnershipLost, ownUploadIn } from './ownership.ts';
import type { QuotaStore } from './quota-store.ts';
import { type Room, readPromised } from './room-promises.ts';
import type { NewUpload, UploadsTables } from './tables.ts';

export type UploadRow = Selectable<UploadsTables['uploads']>;

export class UploadsStore {
  readonly #database: Database<UploadsTables>;
  readonly #outbox: Outbox;
  readonly #quotas: QuotaStore;
  readonly #expiryHours: number;
  /** This process as an owner. */
  readonly #holder = newUuid();

  constructor(options: {
    database: Database<UploadsTables>;
    outbox: Outbox;
    quotas: QuotaStore;
    expiryHours: number;
  }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#quotas = options.quotas;
    this.#expiryHours = options.expiryHours;
  }

  /** Answers the open upload of the same video and size again. Throws `quota_exceeded`, `storage_full`. */
  create(input: NewUpload, room: Room): Promise<UploadRow | 'running'> {
    const parts = { outbox: this.#outbox, quotas: this.#quotas, expiresAt: this.#expiry() };
    return this.#database.transaction((transaction) => createUploadIn(transaction, parts, { ...input, room }));
  }

  /** Room that others may not have. */
  promised(): Promise<Promised> {
    return readPromised(this.#database.query);
  }

  find(id: string): Promise<UploadRow | undefined> {
    return this.#database.query.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async findLatestByVideos(videoIds: readonly string[]): Promise<UploadRow[]> {
    if (videoIds.length === 0) return [];
    return this.#database.query
      .selectFrom('uploads')
      .distinctOn('video_id')
      .selectAll()
      .where('video_id', 'in', videoIds)
      .orderBy('video_id')
      .orderBy('created_at', 'desc')
      .execute();
  }

  /** In the order of their ids, after (exclusive) one of them. */
  listOf(accountId: string, { after, limit }: { after: string; limit: number }): Promise<UploadRow[]> {
    return this.#database.query
      .selectFrom('uploads')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  findByVideo(videoId: string): Promise<UploadRow[]> {
    return this.#database.query.selectFrom('uploads').selectAll().where('video_id', '=', videoId).limit(100).execute();
  }

  /** Makes this process the owner, or keeps it so. Throws `OwnedElsewhere` while another's lease runs. */
  own(id: string, { url, leavesHole }: { url: string; leavesHole: boolean }): Promise<UploadRow> {
    const owner = { holder: this.#holder, url };
    return this.#database.transaction((transaction) => ownUploadIn(transaction, id, { owner, leavesHole }));
  }

  /** Acknowledges bytes that are on disk, and renews the lease. Throws `OwnershipLost`. */
  async advance(upload: { id: string; token: number }, offsetBytes: number): Promise<UploadRow> {
    const row = await this.#database.query
      .updateTable('uploads')
      .set({
        offset_bytes: offsetBytes,
        state: sql`case when ${offsetBytes} = size_bytes then 'finishing' else 'uploading' end`,
        owner_until: leaseEnd(),
        touched_at: sql<Date>`now()`,
        expires_at: this.#expiry(),
      })
      .where('id', '=', upload.id)
      .where('owner_token', '=', upload.token)
      .where('owner_holder', '=', this.#holder)
      .where('state', 'in', ['waiting', 'uploading'])
      .where('offset_bytes', '<=', offsetBytes)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new OwnershipLost();
    return row;
  }

  /** Notes the index that was sent ahead. False when the upload is over or another index was sent before. */
  async noteIndex(id: string, index: { offsetBytes: number; sizeBytes: number; sha256: string }): Promise<boolean> {
    const row = await this.#database.query
      .updateTable('uploads')
      .set({ index_offset_bytes: index.offsetBytes, index_size_bytes: index.sizeBytes, index_sha256: index.sha256 })
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'uploading'])
      .where((eb) => eb.or([eb('index_sha256', 'is', null), eb('index_sha256', '=', index.sha256)]))
      .executeTakeFirst();
    return row.numUpdatedRows === 1n;
  }

  async renew(upload: { id: string; token: number }): Promise<void> {
    const renewed = await this.#database.query
      .updateTable('uploads')
      .set({ owner_until: leaseEnd(), touched_at: sql<Date>`now()` })
      .where('id', '=', upload.id)
      .where('owner_token', '=', upload.token)
      .where('owner_holder', '=', this.#holder)
      .executeTakeFirst();
    if (renewed.numUpdatedRows === 0n) throw new OwnershipLost();
  }

  /** A process that stops lets go of everything, so that another need not wait for the leases to end. */
  async releaseAll(): Promise<void> {
    await this.#database.query
      .updateTable('uploads')
      .set({ owner_until: sql<Date>`'-infinity'` })
      .where('owner_holder', '=', this.#holder)
      .where('owner_until', '>', sql<Date>`now()`)
      .execute();
  }

  /** In the order of their tokens. */
  extents(id: string): Promise<Extent[]> {
    return listExtents(this.#database.query, id);
  }

  /** What the owner's own extent holds begins earlier from now on. Throws `OwnershipLost`. */
  widenExtent(upload: { id: string; token: number }, startBytes: number): Promise<void> {
    const owner = { ...upload, holder: this.#holder };
    return this.#database.transaction((transaction) => widenExtentIn(transaction, owner, startBytes));
  }

  /** Uploads whose bytes are all here and that nobody is finishing. */
  listFinishing(): Promise<UploadRow[]> {
    return this.#database.query
      .selectFrom('uploads')
      .selectAll()
      .where('state', '=', 'finishing')
      .where((eb) => eb.or([eb('owner_holder', '=', this.#holder), eb('owner_until', '<', sql<Date>`now()`)]))
      .orderBy('touched_at')
      .limit(10)
      .execute();
  }

  /** Also those of other processes, which may end before they are done. */
  async hasFinishing(): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('uploads')
      .select('id')
      .where('state', '=', 'finishing')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async complete(
    upload: { id: string; token: number },
    result: { sha256: string; blobKey: string; indexDiffers: boolean },
  ): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const row = await transaction
        .updateTable('uploads')
        .set({
          state: 'complete',
          // Of a file whose parts went to the store itself nothing was acknowledged here before.
          offset_bytes: sql<number>`size_bytes`,
          sha256: result.sha256,
          blob_key: result.blobKey,
          version: sql<number>`version + 1`,
          owner_until: sql<Date>`'-infinity'`,
        })
        .where('id', '=', upload.id)
        .where('owner_token', '=', upload.token)
        .where('owner_holder', '=', this.#holder)
        .where('state', '=', 'finishing')
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new OwnershipLost();
      await this.#outbox.emit(
        transaction,
        UploadCompletedSchema,
        {
          videoId: row.video_id,
          uploadId: row.id,
          fileName: row.file_name,
          sizeBytes: BigInt(row.size_bytes),
          sha256: result.sha256,
          blobKey: result.blobKey,
          indexDiffers: result.indexDiffers,
          replaces: row.replaces,
        },
        aggregateOf(row),
      );
    });
  }

  /** Gives an upload up; false when it was over already. */
  abandon(id: string, reason: string, refusal: string | null = null): Promise<boolean> {
    const parts = { outbox: this.#outbox };
    return this.#database.transaction((transaction) => abandonUploadIn(transaction, parts, { id, reason, refusal }));
  }

  /** The source of a whole file has been removed: nothing is made of it any more. Nobody need be told. */
  async forgetSource(id: string, reason: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.query
      .updateTable('uploads')
      .set({
        state: 'abandoned',
        abandoned_because: reason,
        blob_key: null,
        over_at: sql<Date>`now()`,
        cleaned_at: sql<Date>`now()`,
      })
      .where('id', '=', id)
      .where('state', '=', 'complete')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Gives up those that have not moved for long, some at a time. Answers their ids. */
  abandonExpired(): Promise<string[]> {
    return this.#database.transaction((transaction) => abandonExpiredIn(transaction, { outbox: this.#outbox }));
  }

  /** Of these uploads, those whose files are still needed here. */
  async findOpen(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#database.query
      .selectFrom('uploads')
      .select('id')
      .where('id', 'in', ids)
      .where('state', 'not in', ['abandoned', 'complete'])
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  async countOpen(): Promise<number> {
    const { open } = await this.#database.query
      .selectFrom('uploads')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('state', '=', 'finishing')
      .executeTakeFirstOrThrow();
    return Number(open);
  }

  #expiry() {
    return sql<Date>`now() + ${this.#expiryHours} * interval '1 hour'`;
  }
}

export function aggregateOf(upload: UploadRow) {
  return { type: 'upload', id: upload.id, version: Number(upload.version), key: upload.video_id };
}
