import { ViewerListChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { VideosTables } from './tables.ts';

export const MOST_LISTS = 50;
export const MOST_PEOPLE = 500;

export type ViewerListRow = Selectable<VideosTables['viewer_lists']>;
export type PersonRow = Selectable<VideosTables['viewer_list_people']>;
export interface ListedRow extends ViewerListRow {
  people: number;
  videos: number;
}

/** The accounts of a list as playback is told of them. */
export interface Told {
  id: string;
  version: bigint;
  accountIds: string[];
}

/** Who is named, and the account of it where that is known. */
export interface NewPerson {
  name: string;
  emailKey: string | null;
  accountId: string | null;
}

type VideosTransaction = Transaction<VideosTables>;

/** Lists of viewers. Each is its account's alone: of another's, nothing is found. */
export class ViewerListsStore {
  readonly #database: Database<VideosTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<VideosTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  list(accountId: string): Promise<ListedRow[]> {
    return this.#listed().where('viewer_lists.account_id', '=', accountId).orderBy('name').limit(MOST_LISTS).execute();
  }

  find(id: string, accountId: string): Promise<ListedRow | undefined> {
    return this.#listed()
      .where('viewer_lists.id', '=', id)
      .where('viewer_lists.account_id', '=', accountId)
      .executeTakeFirst();
  }

  #listed() {
    return this.#database.query
      .selectFrom('viewer_lists')
      .selectAll('viewer_lists')
      .select((eb) => [
        eb
          .selectFrom('viewer_list_people')
          .select((of) => of.fn.countAll<number>().as('count'))
          .whereRef('viewer_list_people.list_id', '=', 'viewer_lists.id')
          .$asScalar()
          .$notNull()
          .as('people'),
        eb
          .selectFrom('videos')
          .select((of) => of.fn.countAll<number>().as('count'))
          .whereRef('videos.viewer_list_id', '=', 'viewer_lists.id')
          .where('videos.visibility', '=', 'members')
          .where('videos.deleted_at', 'is', null)
          .$asScalar()
          .$notNull()
          .as('videos'),
      ]);
  }

  create(of: { accountId: string; name: string }): Promise<ViewerListRow | 'taken' | 'too_many'> {
    return this.#database.transaction(async (transaction) => {
      const lock = `viewer lists of ${of.accountId}`;
      await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(transaction);
      const { count } = await transaction
        .selectFrom('viewer_lists')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('account_id', '=', of.accountId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_LISTS) return 'too_many';
      const made = await transaction
        .insertInto('viewer_lists')
        .values({ id: newId(), account_id: of.accountId, name: of.name })
        .onConflict((conflict) => conflict.constraint('viewer_lists_named').doNothing())
        .returningAll()
        .executeTakeFirst();
      return made ?? 'taken';
    });
  }

  /** False where there is another of this name. */
  async rename(id: string, name: string): Promise<boolean> {
    const { rows } = await sql`update viewer_lists l set name = ${name} where id = ${id} and not exists (
      select from viewer_lists o where o.account_id = l.account_id and o.name = ${name} and o.id != l.id)
      returning id`.execute(this.#database.query);
    return rows.length > 0;
  }

  people(listId: string): Promise<PersonRow[]> {
    return this.#database.query
      .selectFrom('viewer_list_people')
      .selectAll()
      .where('list_id', '=', listId)
      .orderBy('name')
      .limit(MOST_PEOPLE)
      .execute();
  }

  /** Those who are on it already stay; none is added where all would be too many. Undefined: it is gone. */
  add(listId: string, people: readonly NewPerson[]): Promise<{ added: number; told: Told } | 'too_many' | undefined> {
    return this.#database.transaction(async (transaction) => {
      if (!(await lockList(transaction, listId))) return undefined;
      const before = await transaction
        .selectFrom('viewer_list_people')
        .select('name')
        .where('list_id', '=', listId)
        .execute();
      const known = new Set(before.map(({ name }) => name));
      const fresh = people.filter(({ name }) => !known.has(name));
      if (before.length + fresh.length > MOST_PEOPLE) return 'too_many';
      if (fresh.length > 0) {
        await transaction
          .insertInto('viewer_list_people')
          .values(
            fresh.map((person) => ({
              id: newId(),
              list_id: listId,
              name: person.name,
              email_key: person.emailKey,
              account_id: person.accountId,
            })),
          )
          .execute();
      }
      return { added: fresh.length, told: await this.#tell(transaction, listId) };
    });
  }

  /** Undefined: nobody of this id is on it. */
  remove(listId: string, personId: string): Promise<Told | undefined> {
    return this.#database.transaction(async (transaction) => {
      await lockList(transaction, listId);
      const removed = await transaction
        .deleteFrom('viewer_list_people')
        .where('list_id', '=', listId)
        .where('id', '=', personId)
        .returning('id')
        .executeTakeFirst();
      return removed && this.#tell(transaction, listId);
    });
  }

  /** A list without people first: whoever asks for it later is told that there is nobody. */
  delete(listId: string): Promise<Told | undefined> {
    return this.#database.transaction(async (transaction) => {
      if (!(await lockList(transaction, listId))) return undefined;
      await transaction.deleteFrom('viewer_list_people').where('list_id', '=', listId).execute();
      const told = await this.#tell(transaction, listId);
      await transaction.deleteFrom('viewer_lists').where('id', '=', listId).execute();
      return told;
    });
  }

  async videosOf(listId: string, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where('viewer_list_id', '=', listId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Those who are on it. */
  async membersAmong(listId: string, accountIds: readonly string[]): Promise<Set<string>> {
    if (accountIds.length === 0) return new Set();
    const rows = await this.#database.query
      .selectFrom('viewer_list_people')
      .select('account_id')
      .where('list_id', '=', listId)
      .where('account_id', 'in', accountIds)
      .execute();
    return new Set(rows.flatMap(({ account_id: id }) => id ?? []));
  }

  /** `open`: not by account, but addresses are on it that nobody has come for. */
  async standing(listId: string, accountId: string): Promise<'member' | 'open' | 'none'> {
    const rows = await this.#database.query
      .selectFrom('viewer_list_people')
      .select('account_id')
      .where('list_id', '=', listId)
      .where((eb) => eb.or([eb('account_id', '=', accountId), eb('account_id', 'is', null)]))
      .orderBy('account_id')
      .limit(1)
      .execute();
    const [first] = rows;
    if (!first) return 'none';
    return first.account_id === null ? 'open' : 'member';
  }

  /** Lists with a place for this address that nobody has come for. */
  async waitingFor(emailKey: string, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('viewer_list_people')
      .select('list_id')
      .where('email_key', '=', emailKey)
      .where('account_id', 'is', null)
      .orderBy('list_id')
      .limit(limit)
      .execute();
    return rows.map(({ list_id }) => list_id);
  }

  /** Whoever has proved this address is the person it stands for; undefined: it is not on the list. */
  claim(listId: string, of: { accountId: string; emailKey: string }): Promise<Told | undefined> {
    return this.#database.transaction(async (transaction) => {
      await lockList(transaction, listId);
      const claimed = await transaction
        .updateTable('viewer_list_people')
        .set({ account_id: of.accountId })
        .where('list_id', '=', listId)
        .where('email_key', '=', of.emailKey)
        .where('account_id', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return claimed && this.#tell(transaction, listId);
    });
  }

  /** Of an account that is gone: its lists, and its place on those of others. */
  async forget(transaction: VideosTransaction, accountId: string): Promise<void> {
    const places = await transaction
      .selectFrom('viewer_list_people')
      .select('list_id')
      .distinct()
      .where('account_id', '=', accountId)
      .orderBy('list_id')
      .execute();
    for (const { list_id } of places) {
      await lockList(transaction, list_id);
      await transaction
        .deleteFrom('viewer_list_people')
        .where('list_id', '=', list_id)
        .where('account_id', '=', accountId)
        .execute();
      await this.#tell(transaction, list_id);
    }
    await transaction.deleteFrom('viewer_lists').where('account_id', '=', accountId).execute();
  }

  /** Everybody who is on it now, under the next version. The caller holds the list's row. */
  async #tell(transaction: VideosTransaction, listId: string): Promise<Told> {
    const { version } = await transaction
      .updateTable('viewer_lists')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', listId)
      .returning('version')
      .executeTakeFirstOrThrow();
    const rows = await transaction
      .selectFrom('viewer_list_people')
      .select('account_id')
      .distinct()
      .where('list_id', '=', listId)
      .where('account_id', 'is not', null)
      .$narrowType<{ account_id: string }>()
      .execute();
    const told = { id: listId, version: BigInt(version), accountIds: rows.map((row) => row.account_id) };
    const aggregate = { type: 'viewer-list', id: listId, version: Number(version) };
    await this.#outbox.emit(transaction, ViewerListChangedSchema, { list: told }, aggregate);
    return told;
  }
}

/** Whoever tells of a list holds its row, so that events are in the order of commits. */
async function lockList(transaction: VideosTransaction, id: string): Promise<boolean> {
  const locked = transaction.selectFrom('viewer_lists').select('id').where('id', '=', id).forUpdate();
  return (await locked.executeTakeFirst()) !== undefined;
}
