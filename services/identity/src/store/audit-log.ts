import { type AccountCaller, type Act, type ActName, newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { IdentityTables } from './tables.ts';

/** Who makes use of a right, and from where. */
export interface Actor {
  accountId: string;
  displayName: string;
  address: string;
}

/** `before` and `after` are JSON. */
export interface NotedAct {
  actId: string;
  at: Date;
  act: ActName;
  actorId: string;
  address: string;
  /** Without a name: an account. */
  subject: { id: string; name: string } | null;
  before: string | null;
  after: string | null;
}

export type ActRow = Selectable<IdentityTables['audit_log']>;

export function actorOf({ caller, address }: { caller: AccountCaller; address: string }): Actor {
  return { accountId: caller.accountId, displayName: caller.displayName, address };
}

/** In the transaction of the act: neither is there without the other. */
export async function recordAct(transaction: Transaction<IdentityTables>, actor: Actor, act: Act): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await transaction
    .insertInto('audit_log')
    .values({
      id: newId(),
      actor_id: actor.accountId,
      actor_name: actor.displayName,
      address: actor.address,
      act: act.act,
      subject_id: act.subject?.id ?? null,
      subject_name: act.subject?.name ?? null,
      before: json(act.before),
      after: json(act.after),
    })
    .execute();
}

/** An act in another service, told once and in its own time. Who has gone since then has no name. */
export async function noteAct(
  transaction: Transaction<IdentityTables>,
  { actId, at, act, actorId, address, subject, before, after }: NotedAct,
): Promise<void> {
  const nameOf = async (id: string) =>
    (await transaction.selectFrom('accounts').select('display_name').where('id', '=', id).executeTakeFirst())
      ?.display_name;
  const actorName = await nameOf(actorId);
  await transaction
    .insertInto('audit_log')
    .values({
      id: actId,
      at,
      actor_id: actorId,
      actor_name: actorName ?? '',
      address: actorName === undefined ? '' : address,
      act,
      subject_id: subject?.id ?? null,
      subject_name: subject ? subject.name || ((await nameOf(subject.id)) ?? null) : null,
      before,
      after,
    })
    .execute();
}

/** Ids stay, so that acts of one person are still known as such; names and addresses of whoever has gone do not. */
export async function blankInAuditLog(
  transaction: Transaction<IdentityTables>,
  { id, email, about }: { id: string; email: string /** Ids of what was called after the person. */; about: string[] },
): Promise<void> {
  await transaction.updateTable('audit_log').set({ actor_name: '', address: '' }).where('actor_id', '=', id).execute();
  const suffix = `%${email.toLowerCase().replace(/[\\%_]/g, '\\$&')}`;
  await transaction
    .updateTable('audit_log')
    .set({ subject_name: null, before: null, after: null })
    .where((eb) =>
      eb.or([
        eb('subject_id', 'in', [id, ...about]),
        eb(sql<string>`lower(subject_name)`, 'like', suffix),
        // What somebody else took down of theirs.
        eb(sql<string>`before ->> 'ownerAccountId'`, '=', id),
      ]),
    )
    .execute();
}

export class AuditLog {
  readonly #database: Database<IdentityTables>;

  constructor(options: { database: Database<IdentityTables> }) {
    this.#database = options.database;
  }

  /** The latest first; of an act, or with a text in a name. */
  list(options: {
    act?: ActName | undefined;
    search?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<ActRow[]> {
    const pattern = `%${(options.search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
    return this.#database.query
      .selectFrom('audit_log')
      .selectAll()
      .$if(options.act !== undefined, (query) => query.where('act', '=', options.act as ActName))
      .$if(options.before !== undefined, (query) => query.where('id', '<', options.before as string))
      .$if(Boolean(options.search), (query) =>
        query.where((expression) =>
          expression.or([expression('actor_name', 'ilike', pattern), expression('subject_name', 'ilike', pattern)]),
        ),
      )
      .orderBy('id', 'desc')
      .limit(options.limit)
      .execute();
  }
}
