import { randomBytes } from 'node:crypto';
import { newUuid } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Rule } from '../domain/access-rule.ts';
import type { PlaybackTransaction } from './index-store.ts';
import type { PlaybackTables } from './tables.ts';

export type VideoRow = Selectable<PlaybackTables['videos']>;

const PROCESS_SEEN_S = 10;
/** Shorter than files stay of which nothing is shown any more. */
const OWNER_KEY_S = 12 * 3600;

/** Rules and the keys that stand for them. */
export class AccessStore {
  readonly #database: Database<PlaybackTables>;
  readonly #processId = newUuid();

  constructor(options: { database: Database<PlaybackTables> }) {
    this.#database = options.database;
  }

  /** Takes a greater version over; answers whether anything changed. Who may watch ends with the key when it changes. */
  async applyRule(rule: Rule): Promise<boolean> {
    return this.#database.transaction((transaction) => this.applyRuleIn(transaction, rule));
  }

  async applyRuleIn(transaction: PlaybackTransaction, rule: Rule): Promise<boolean> {
    const before = await transaction
      .selectFrom('videos')
      .selectAll()
      .where('video_id', '=', rule.videoId)
      .forUpdate()
      .executeTakeFirst();
    const applied = await transaction
      .insertInto('videos')
      .values({
        video_id: rule.videoId,
        visibility: rule.visibility,
        owner_account_id: rule.ownerAccountId,
        access_version: rule.accessVersion,
        deleted: rule.deleted,
        downloads: rule.downloads,
        password_version: rule.passwordVersion,
        viewer_list_id: rule.viewerListId,
        insiders: [...rule.insiders],
        announced: rule.announced,
      })
      .onConflict((conflict) =>
        conflict
          .column('video_id')
          .doUpdateSet((eb) => ({
            visibility: eb.ref('excluded.visibility'),
            // Nobody owns what is deleted; other rules that name no owner leave the one that there is.
            owner_account_id: sql<string>`case when excluded.deleted then ''
              else coalesce(nullif(excluded.owner_account_id, ''), videos.owner_account_id) end`,
            access_version: eb.ref('excluded.access_version'),
            deleted: eb.ref('excluded.deleted'),
            downloads: eb.ref('excluded.downloads'),
            password_version: eb.ref('excluded.password_version'),
            viewer_list_id: eb.ref('excluded.viewer_list_id'),
            insiders: eb.ref('excluded.insiders'),
            announced: eb.ref('excluded.announced'),
          }))
          .whereRef('videos.access_version', '<', 'excluded.access_version'),
      )
      .returningAll()
      .executeTakeFirst();
    if (!applied) return false;
    if (before && isWatchedAsBefore(before, applied)) return true;
    const ended = await this.endKeys(transaction, rule.videoId);
    if (ended && !applied.deleted) await this.mintKey(transaction, applied, ended);
    return true;
  }

  /** Also those that were replaced and would go on for a while. Answers the edition of the current one, if there was one. */
  async endKeys(transaction: PlaybackTransaction, videoId: string): Promise<string | undefined> {
    const current = await this.currentKey(transaction, videoId);
    await transaction
      .updateTable('media_keys')
      .set({ ended_at: sql<Date>`now()` })
      .where('video_id', '=', videoId)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', sql<Date>`now()`)]))
      .execute();
    return current?.edition_id;
  }

  /** Nobody is given the current key any more; who has it goes on until then. */
  async replaceKey(transaction: PlaybackTransaction, videoId: string, until: Date): Promise<void> {
    await transaction
      .updateTable('media_keys')
      .set({ ended_at: until })
      .where('video_id', '=', videoId)
      .where('ended_at', 'is', null)
      .execute();
  }

  currentKey(
    transaction: PlaybackTransaction,
    videoId: string,
  ): Promise<{ key: string; edition_id: string } | undefined> {
    return transaction
      .selectFrom('media_keys')
      .select(['key', 'edition_id'])
      .where('video_id', '=', videoId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
  }

  /** 128 random bits for one edition under the rule as it is. */
  async mintKey(transaction: PlaybackTransaction, video: VideoRow, editionId: string): Promise<string> {
    const { key } = await insertKey(transaction, video, editionId, {});
    return key;
  }

  /** A key of one edition for the owner alone, until it ends; one that goes on for half of its time is given again. */
  async ownerKey(
    transaction: PlaybackTransaction,
    video: VideoRow,
    editionId: string,
  ): Promise<{ key: string; endsAt: Date }> {
    const known = await transaction
      .selectFrom('media_keys')
      .select(['key', 'ended_at'])
      .where('video_id', '=', video.video_id)
      .where('edition_id', '=', editionId)
      .where('owner_only', '=', true)
      .where('ended_at', '>', sql<Date>`now() + ${OWNER_KEY_S / 2} * interval '1 second'`)
      .limit(1)
      .executeTakeFirst();
    if (known?.ended_at) return { key: known.key, endsAt: known.ended_at };
    const { key, ended_at: endsAt } = await insertKey(transaction, video, editionId, {
      ended_at: sql<Date>`now() + ${OWNER_KEY_S} * interval '1 second'`,
      owner_only: true,
    });
    return { key, endsAt: endsAt ?? new Date() };
  }

  /** Order of locks, everywhere: the video's row before those of its editions. */
  async lockVideo(transaction: PlaybackTransaction, videoId: string): Promise<VideoRow> {
    await transaction
      .insertInto('videos')
      .values({ video_id: videoId, visibility: null, owner_account_id: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return transaction
      .selectFrom('videos')
      .selectAll()
      .where('video_id', '=', videoId)
      .forUpdate()
      .executeTakeFirstOrThrow();
  }

  /** This process keeps leases; other processes learn of it here. */
  async announceProcess(): Promise<void> {
    await sql`insert into processes (id, seen_at) values (${this.#processId}, now())
      on conflict (id) do update set seen_at = excluded.seen_at`.execute(this.#database.query);
    await sql`delete from processes where seen_at < now() - interval '1 hour'`.execute(this.#database.query);
  }

  async withdrawProcess(): Promise<void> {
    await this.#database.query.deleteFrom('processes').where('id', '=', this.#processId).execute();
  }

  async hasOtherProcesses(): Promise<boolean> {
    const other = await this.#database.query
      .selectFrom('processes')
      .select('id')
      .where('id', '!=', this.#processId)
      .where('seen_at', '>', sql<Date>`now() - ${PROCESS_SEEN_S} * interval '1 second'`)
      .limit(1)
      .executeTakeFirst();
    return other !== undefined;
  }
}

/**
 * The very next version changed nothing but downloads or who helps with the channel: those who watch go on, and each
 * download, and each token of an account, is judged anew.
 */
function isWatchedAsBefore(before: VideoRow, after: VideoRow): boolean {
  return (
    Number(after.access_version) === Number(before.access_version) + 1 &&
    after.visibility === before.visibility &&
    after.password_version === before.password_version &&
    after.viewer_list_id === before.viewer_list_id &&
    after.owner_account_id === before.owner_account_id &&
    after.announced === before.announced &&
    after.deleted === before.deleted
  );
}

function insertKey(
  transaction: PlaybackTransaction,
  { video_id, access_version }: VideoRow,
  editionId: string,
  rest: { ended_at?: RawBuilder<Date>; owner_only?: boolean },
): Promise<{ key: string; ended_at: Date | null }> {
  const key = randomBytes(16).toString('base64url');
  return transaction
    .insertInto('media_keys')
    .values({ key, video_id, edition_id: editionId, access_version, ended_at: null, ...rest })
    .returning(['key', 'ended_at'])
    .executeTakeFirstOrThrow();
}
