import type { ChannelTeamChanged } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { VideoAccessChangedSchema, VideoOwnerChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import { afterCommit, type Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { aggregateOf } from './aggregate-of.ts';
import { lockVideo } from './lock-video.ts';
import type { VideosTables } from './tables.ts';
import { toAccessRule } from './to-access-rule.ts';
import type { VideoRow } from './videos-store.ts';

export type ChannelTeam = Selectable<VideosTables['channel_teams']>;

/** Takes over an event; whoever was removed edits nothing from this commit on. Rules and owners follow one by one. */
export async function noteTeam(transaction: Transaction<VideosTables>, told: ChannelTeamChanged): Promise<boolean> {
  const { channelId } = told;
  await lockTeam(transaction, channelId);
  const known = await findTeam(transaction, channelId);
  if (known && Number(known.version) >= Number(told.version)) return false;
  const team = { editor_ids: told.editors, moderator_ids: told.moderators, analyst_ids: told.analysts };
  const values = {
    ...team,
    version: Number(told.version),
    owner_account_id: told.ownerAccountId,
    followed: false,
  };
  await transaction
    .insertInto('channel_teams')
    .values({ channel_id: channelId, ...values })
    .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(values))
    .execute();
  await transaction
    .updateTable('videos')
    .set(team)
    .where('channel_id', '=', channelId)
    .where('deleted_at', 'is', null)
    .execute();
  return true;
}

/** What a video in this channel carries; nobody where no team was ever told of. */
export async function teamIn(transaction: Transaction<VideosTables>, channelId: string) {
  // Whoever changes the team waits for those who put something in.
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('videos.team.' || ${channelId}, 0))`.execute(
    transaction,
  );
  const team = await findTeam(transaction, channelId);
  return {
    editor_ids: team?.editor_ids ?? [],
    moderator_ids: team?.moderator_ids ?? [],
    analyst_ids: team?.analyst_ids ?? [],
    team_version: team ? Number(team.version) : 0,
  };
}

async function lockTeam(transaction: Transaction<VideosTables>, channelId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('videos.team.' || ${channelId}, 0))`.execute(transaction);
}

function findTeam(transaction: Transaction<VideosTables>, channelId: string): Promise<ChannelTeam | undefined> {
  return transaction.selectFrom('channel_teams').selectAll().where('channel_id', '=', channelId).executeTakeFirst();
}

/** Teams whose videos have not followed yet. */
export class ChannelTeams {
  readonly #database: Database<VideosTables>;
  readonly #outbox: Outbox;
  readonly #onChange: () => void;

  /** `onChange` hears of each video that has followed once it is committed. */
  constructor(options: { database: Database<VideosTables>; outbox: Outbox; onChange: () => void }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#onChange = options.onChange;
  }

  next(): Promise<ChannelTeam | undefined> {
    return this.#database.query
      .selectFrom('channel_teams')
      .selectAll()
      .where('followed', '=', false)
      .orderBy('channel_id')
      .limit(1)
      .executeTakeFirst();
  }

  async listBehind(team: ChannelTeam, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where('channel_id', '=', team.channel_id)
      .where('deleted_at', 'is', null)
      .where('team_version', '<', team.version)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Whoever helps with its channel is let in, and it belongs to whom the channel belongs; undefined where it is behind no more. */
  follow(id: string, team: ChannelTeam): Promise<VideoRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      afterCommit(transaction, this.#onChange);
      const before = await lockVideo(transaction, id);
      if (!before || before.deleted_at || before.channel_id !== team.channel_id) return undefined;
      if (Number(before.team_version) >= Number(team.version)) return undefined;
      const after = await transaction
        .updateTable('videos')
        .set({
          owner_account_id: team.owner_account_id,
          // Who is on the list of somebody else is not the new owner's to know: such a video is shown to nobody until it is said anew.
          ...(before.owner_account_id !== team.owner_account_id && before.viewer_list_id !== null
            ? { viewer_list_id: null, ...(before.visibility === 'members' ? { visibility: 'private' as const } : {}) }
            : {}),
          team_version: team.version,
          version: sql<number>`version + 1`,
          access_version: sql<number>`access_version + 1`,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#outbox.emit(transaction, VideoAccessChangedSchema, { rule: toAccessRule(after) }, aggregateOf(after));
      if (before.owner_account_id !== after.owner_account_id) {
        const change = { videoId: id, from: before.owner_account_id, to: after.owner_account_id };
        await this.#outbox.emit(transaction, VideoOwnerChangedSchema, change, aggregateOf(after));
      }
      return after;
    });
  }

  /** Unless it has changed once more. */
  async settle({ channel_id, version }: ChannelTeam): Promise<void> {
    await this.#database.query
      .updateTable('channel_teams')
      .set({ followed: true })
      .where('channel_id', '=', channel_id)
      .where('version', '=', version)
      .execute();
  }
}
