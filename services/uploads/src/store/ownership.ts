import { sql, type Transaction } from 'kysely';
import type { UploadsTables } from './tables.ts';
import type { UploadRow } from './uploads-store.ts';

const OWNER_LEASE_MS = 5000;

/** The current owner is another process. */
export class OwnedElsewhere extends Error {
  readonly url: string;
  constructor(url: string) {
    super(`The upload is owned by ${url}.`);
    this.url = url;
  }
}

/** Another process has taken over: nothing more may be acknowledged by this one. */
export class OwnershipLost extends Error {}

/**
 * A new owner gets a greater token and an extent of its own that begins at the acknowledged offset; with `leavesHole` its
 * file has room for what older owners have written. Throws `OwnedElsewhere` while another's lease runs.
 */
export async function ownUploadIn(
  transaction: Transaction<UploadsTables>,
  id: string,
  { owner, leavesHole }: { owner: { holder: string; url: string }; leavesHole: boolean },
): Promise<UploadRow> {
  const { rows } = await sql<{ held: boolean; expired: boolean }>`
    select owner_holder is not distinct from ${owner.holder} as held, owner_until < clock_timestamp() as expired
    from uploads where id = ${id} for update`.execute(transaction);
  const lease = rows[0];
  const before = await transaction.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (lease && !lease.held && !lease.expired) throw new OwnedElsewhere(before.owner_url ?? '');
  // Nobody else has written since, also when the lease has run out.
  const keep = lease?.held === true;
  const after = await transaction
    .updateTable('uploads')
    .set({
      owner_holder: owner.holder,
      owner_url: owner.url,
      owner_until: leaseEnd(),
      ...(keep ? {} : { owner_token: sql<number>`owner_token + 1` }),
      // Only bytes move an upload that arrives; those that wait for the finisher take turns by this.
      touched_at: sql<Date>`case when state = 'finishing' then now() else touched_at end`,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (!keep) {
    await transaction
      .insertInto('upload_extents')
      .values({
        upload_id: id,
        token: after.owner_token,
        start_bytes: after.offset_bytes,
        file_start_bytes: leavesHole ? 0 : after.offset_bytes,
      })
      .execute();
  }
  return after;
}

export function leaseEnd() {
  return sql<Date>`clock_timestamp() + ${OWNER_LEASE_MS} * interval '1 millisecond'`;
}
