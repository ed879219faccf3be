import { kernelErrors } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { describeRoom } from '../domain/describe-bytes.ts';
import { type Disks, FULL_MS, type Promised, unpromisedBytes } from '../domain/room.ts';
import { uploadsErrors } from '../errors.ts';
import type { UploadsTables } from './tables.ts';

/** So long an upload that does not move keeps its room from others. */
const PROMISE_MINUTES = 60;

const LOCK_WAIT = '1s';
/** SQLSTATE of a lock that was waited for long enough. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The disks as they were just now, and what of them is left to the database. */
export interface Room {
  disks: Disks;
  reserveBytes: number;
}

/** Whoever has rested for longer goes on as the disk allows, and is promised room again as soon as bytes have come. */
export async function readPromised(
  query: Database<UploadsTables>['query'] | Transaction<UploadsTables>,
): Promise<Promised> {
  const { rows } = await sql<{ arriving: string; announced: string; finishing: string }>`
    select coalesce(sum(size_bytes - offset_bytes), 0) as arriving, coalesce(sum(size_bytes), 0) as announced,
      (select coalesce(sum(size_bytes), 0) from uploads where state = 'finishing') as finishing
    from uploads where state in ('waiting', 'uploading')
      and touched_at > now() - ${PROMISE_MINUTES} * interval '1 minute'`.execute(query);
  const [row] = rows;
  if (!row) throw new Error('A question about sums has no answer.');
  return { toArrive: Number(row.arriving), toStore: Number(row.announced) + Number(row.finishing) };
}

/**
 * Throws `storage_full` when a file does not fit beside all that was promised. Creations wait for the end of the
 * transaction, whosever they are. What arrives between the look at the disk and this is taken for free: the reserve is
 * many times that. Throws `unavailable` when somebody holds the others up.
 */
export async function reserveRoomIn(
  transaction: Transaction<UploadsTables>,
  { room, sizeBytes }: { room: Room; sizeBytes: number },
): Promise<void> {
  await lockRoom(transaction);
  assertRoom(room, await readPromised(transaction), sizeBytes);
}

/** With the longer wait of other locks, a few creations would hold all connections of the service. */
async function lockRoom(transaction: Transaction<UploadsTables>): Promise<void> {
  const { rows } = await sql<{ usual: string }>`select current_setting('lock_timeout') as usual`.execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('A question about a setting has no answer.');
  const setWait = (wait: string) => sql`select set_config('lock_timeout', ${wait}, true)`.execute(transaction);
  await setWait(LOCK_WAIT);
  try {
    await sql`select pg_advisory_xact_lock(hashtextextended('uploads.room', 0))`.execute(transaction);
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw kernelErrors.unavailable({ cause: error, retryAfterMs: 1000 });
  }
  await setWait(row.usual);
}

/** Throws `storage_full`. */
export function assertRoom({ disks, reserveBytes }: Room, promised: Promised, sizeBytes: number): void {
  const leftBytes = unpromisedBytes(disks, promised) - reserveBytes;
  if (sizeBytes <= leftBytes) return;
  throw uploadsErrors.storage_full({ message: describeRoom({ sizeBytes, leftBytes }), retryAfterMs: FULL_MS });
}
