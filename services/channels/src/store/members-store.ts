import { ChannelTeamChangedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type ExpressionBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { MemberRole } from '../domain/channel-role.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from './channels-store.ts';
import type { ChannelsTables } from './tables.ts';

export type MemberRow = Selectable<ChannelsTables['channel_members']>;
export type InvitationRow = Selectable<ChannelsTables['channel_invitations']>;
type Invited = Pick<InvitationRow, 'account_id' | 'email_key' | 'invited' | 'role'>;

const MOST_MEMBERS = 20;
const MOST_OPEN = 20;
const MOST_CHANNELS = 20;
const GOOD_FOR = sql<Date>`now() + interval '14 days'`;
const OFFER_GOOD_FOR = sql<Date>`now() + interval '7 days'`;

/** Who else may do something in a channel, who was asked to, and to whom it is offered. */
export class MembersStore {
  readonly #database: Database<ChannelsTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<ChannelsTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  list(channelId: string): Promise<MemberRow[]> {
    return this.#database.query
      .selectFrom('channel_members')
      .selectAll()
      .where('channel_id', '=', channelId)
      .orderBy('since')
      .execute();
  }

  /** What an account may do in channels of others, by their ids. */
  async rolesOf(accountId: string, channelIds?: readonly string[]): Promise<Map<string, MemberRole>> {
    if (channelIds?.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('channel_members')
      .select(['channel_id', 'role'])
      .where('account_id', '=', accountId)
      .$if(channelIds !== undefined, (query) => query.where('channel_id', 'in', channelIds ?? []))
      .execute();
    return new Map(rows.map((row) => [row.channel_id, row.role]));
  }

  listOpen(channelId: string): Promise<InvitationRow[]> {
    return this.#database.query
      .selectFrom('channel_invitations')
      .selectAll()
      .where('channel_id', '=', channelId)
      .where('expires_at', '>', sql<Date>`now()`)
      .orderBy('created_at')
      .execute();
  }

  /** To an account, or to the address that it has proved. */
  listFor({ accountId, emailKey }: Invitee): Promise<InvitationRow[]> {
    return this.#database.query
      .selectFrom('channel_invitations')
      .selectAll()
      .where((eb) => isFor(eb, { accountId, emailKey }))
      .where('expires_at', '>', sql<Date>`now()`)
      .orderBy('created_at')
      .limit(100)
      .execute();
  }

  /** One invitation per person: a later one takes the place of the one before. */
  invite(channelId: string, invited: Invited): Promise<InvitationRow> {
    return this.#database.transaction(async (transaction) => {
      const channel = await lockChannel(transaction, channelId);
      if (invited.account_id === channel.owner_account_id) throw channelsErrors.already_owner();
      const members = await membersOf(transaction, channelId);
      const isMember = members.some((member) => member.account_id === invited.account_id);
      if (invited.role === 'owner' ? !isMember : isMember) {
        throw invited.role === 'owner' ? channelsErrors.not_a_member() : channelsErrors.already_member();
      }
      // Of any channel: addresses are not kept for longer than they are good for.
      await transaction.deleteFrom('channel_invitations').where('expires_at', '<=', sql<Date>`now()`).execute();
      await transaction
        .deleteFrom('channel_invitations')
        .where('channel_id', '=', channelId)
        .where((eb) =>
          eb.or([
            // A channel is offered to one person at a time.
            ...(invited.role === 'owner' ? [eb('role', '=', 'owner')] : []),
            ...(invited.account_id ? [eb('account_id', '=', invited.account_id)] : []),
            ...(invited.email_key ? [eb('email_key', '=', invited.email_key)] : []),
          ]),
        )
        .execute();
      const { open } = await transaction
        .selectFrom('channel_invitations')
        .select((eb) => eb.fn.countAll<number>().as('open'))
        .where('channel_id', '=', channelId)
        .executeTakeFirstOrThrow();
      if (invited.role !== 'owner' && (members.length >= MOST_MEMBERS || Number(open) >= MOST_OPEN))
        throw channelsErrors.too_many_members();
      return transaction
        .insertInto('channel_invitations')
        .values({
          id: newId(),
          channel_id: channelId,
          expires_at: invited.role === 'owner' ? OFFER_GOOD_FOR : GOOD_FOR,
          ...invited,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
  }

  /** By who invited, or by who was. */
  async withdraw(id: string, by: { channelId: string } | Invitee): Promise<void> {
    const removed = await this.#database.query
      .deleteFrom('channel_invitations')
      .where('id', '=', id)
      .where((eb) => ('channelId' in by ? eb('channel_id', '=', by.channelId) : isFor(eb, by)))
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw channelsErrors.invitation_not_found();
  }

  /** The channel that an invitation offers; undefined where it asks for help only, or is for somebody else. */
  findOffered(id: string, invitee: Invitee): Promise<ChannelRow | undefined> {
    return this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where('id', 'in', (of) =>
        of
          .selectFrom('channel_invitations')
          .select('channel_id')
          .where('id', '=', id)
          .where('role', '=', 'owner')
          .where((eb) => isFor(eb, invitee))
          .where('expires_at', '>', sql<Date>`now()`),
      )
      .executeTakeFirst();
  }

  /** Makes a member of whoever accepts, or the owner, who was a member before and stays one as editor. */
  accept(id: string, invitee: Invitee): Promise<ChannelRow> {
    return this.#database.transaction(async (transaction) => {
      const found = await transaction
        .selectFrom('channel_invitations')
        .select('channel_id')
        .where('id', '=', id)
        .executeTakeFirst();
      if (!found) throw channelsErrors.invitation_not_found();
      const channel = await lockChannel(transaction, found.channel_id);
      const invitation = await transaction
        .deleteFrom('channel_invitations')
        .where('id', '=', id)
        .where((eb) => isFor(eb, invitee))
        .where('expires_at', '>', sql<Date>`now()`)
        .returningAll()
        .executeTakeFirst();
      if (!invitation) throw channelsErrors.invitation_not_found();
      const { accountId } = invitee;
      if (channel.owner_account_id === accountId) throw channelsErrors.already_owner();
      if (invitation.role === 'owner') {
        await this.#handOver(transaction, channel, accountId);
      } else {
        const members = await membersOf(transaction, channel.id);
        // What the owner has decided since then counts: an older invitation changes no role.
        if (members.some((member) => member.account_id === accountId)) throw channelsErrors.already_member();
        if (members.length >= MOST_MEMBERS) throw channelsErrors.too_many_members();
        await setRole(transaction, { channelId: channel.id, accountId, role: invitation.role });
      }
      return this.#tell(transaction, channel.id);
    });
  }

  async #handOver(transaction: Transaction<ChannelsTables>, channel: ChannelRow, accountId: string): Promise<void> {
    const former = channel.owner_account_id;
    // In one order, so that two who hand over to each other do not wait for each other.
    for (const id of [former, accountId].sort())
      await sql`select pg_advisory_xact_lock(hashtextextended('channels.first.' || ${id}, 0))`.execute(transaction);
    const owned = await transaction
      .selectFrom('channels')
      .select(['id', 'owner_account_id', 'is_first'])
      .where('owner_account_id', 'in', [former, accountId])
      .orderBy('created_at')
      .execute();
    const next = owned.find(({ id, owner_account_id: owner }) => owner === former && id !== channel.id);
    if (!next) throw channelsErrors.last_one();
    if (owned.filter(({ owner_account_id: owner }) => owner === accountId).length >= MOST_CHANNELS)
      throw channelsErrors.too_many();
    await transaction
      .deleteFrom('channel_members')
      .where('channel_id', '=', channel.id)
      .where('account_id', '=', accountId)
      .execute();
    await transaction
      .updateTable('channels')
      .set({ owner_account_id: accountId, is_first: false })
      .where('id', '=', channel.id)
      .execute();
    if (channel.is_first)
      await transaction.updateTable('channels').set({ is_first: true }).where('id', '=', next.id).execute();
    await setRole(transaction, { channelId: channel.id, accountId: former, role: 'editor' });
  }

  setRole(channelId: string, accountId: string, role: MemberRole): Promise<void> {
    return this.#change(channelId, async (transaction) => {
      const changed = await transaction
        .updateTable('channel_members')
        .set({ role })
        .where('channel_id', '=', channelId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw channelsErrors.not_a_member();
    });
  }

  /** With invitations that are still open, also those to the address: nobody comes back by an older one. */
  remove(channelId: string, { accountId, emailKey }: Invitee): Promise<void> {
    return this.#change(channelId, async (transaction) => {
      const removed = await transaction
        .deleteFrom('channel_members')
        .where('channel_id', '=', channelId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) throw channelsErrors.not_a_member();
      await transaction
        .deleteFrom('channel_invitations')
        .where('channel_id', '=', channelId)
        .where((eb) => isFor(eb, { accountId, emailKey }))
        .execute();
    });
  }

  /** With the account: it helps nowhere any more. */
  async forget(transaction: Transaction<ChannelsTables>, accountId: string): Promise<void> {
    await transaction.deleteFrom('channel_invitations').where('account_id', '=', accountId).execute();
    const left = await transaction
      .selectFrom('channel_members')
      .select('channel_id')
      .where('account_id', '=', accountId)
      .orderBy('channel_id')
      .execute();
    for (const { channel_id: channelId } of left) {
      await lockChannel(transaction, channelId);
      await transaction
        .deleteFrom('channel_members')
        .where('channel_id', '=', channelId)
        .where('account_id', '=', accountId)
        .execute();
      await this.#tell(transaction, channelId);
    }
  }

  #change(channelId: string, change: (transaction: Transaction<ChannelsTables>) => Promise<void>): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      await lockChannel(transaction, channelId);
      await change(transaction);
      await this.#tell(transaction, channelId);
    });
  }

  /** All of the team as it is now; the channel's row is held. */
  async #tell(transaction: Transaction<ChannelsTables>, channelId: string): Promise<ChannelRow> {
    const channel = await transaction
      .updateTable('channels')
      .set({ team_version: sql<number>`team_version + 1`, version: sql<number>`version + 1` })
      .where('id', '=', channelId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const members = await membersOf(transaction, channelId);
    const withRole = (role: MemberRole) => members.filter((row) => row.role === role).map((row) => row.account_id);
    await this.#outbox.emit(
      transaction,
      ChannelTeamChangedSchema,
      {
        channelId,
        version: BigInt(channel.team_version),
        ownerAccountId: channel.owner_account_id,
        editors: withRole('editor'),
        moderators: withRole('moderator'),
        analysts: withRole('analyst'),
      },
      { type: 'team', id: channelId, version: Number(channel.team_version) },
    );
    return channel;
  }
}

export interface Invitee {
  accountId: string;
  /** Empty where no address is proved. */
  emailKey: string;
}

function isFor(eb: ExpressionBuilder<ChannelsTables, 'channel_invitations'>, { accountId, emailKey }: Invitee) {
  return eb.or([
    eb('account_id', '=', accountId),
    ...(emailKey === '' ? [] : [eb.and([eb('account_id', 'is', null), eb('email_key', '=', emailKey)])]),
  ]);
}

async function lockChannel(transaction: Transaction<ChannelsTables>, channelId: string): Promise<ChannelRow> {
  const channel = await transaction
    .selectFrom('channels')
    .selectAll()
    .where('id', '=', channelId)
    .forUpdate()
    .executeTakeFirst();
  if (!channel) throw channelsErrors.not_found();
  return channel;
}

function membersOf(transaction: Transaction<ChannelsTables>, channelId: string): Promise<MemberRow[]> {
  return transaction.selectFrom('channel_members').selectAll().where('channel_id', '=', channelId).execute();
}

async function setRole(
  transaction: Transaction<ChannelsTables>,
  { channelId, accountId, role }: { channelId: string; accountId: string; role: MemberRole },
): Promise<void> {
  await transaction
    .insertInto('channel_members')
    .values({ channel_id: channelId, account_id: accountId, role })
    .onConflict((conflict) => conflict.columns(['channel_id', 'account_id']).doUpdateSet({ role }))
    .execute();
}
