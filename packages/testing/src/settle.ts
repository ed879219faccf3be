import { setTimeout as delay } from 'node:timers/promises';
import { SERVICE_SCHEMAS } from '@kinora/server/service-schemas';
import type pg from 'pg';
import { withAdmin } from './with-admin.ts';

export interface SettleOptions {
  timeoutMs?: number;
}

const EVERY_MS = 50;

/** Everything that may still be under way, with how much of it there is. */
const UNDER_WAY = [
  ...SERVICE_SCHEMAS.map((schema) => [
    `events that ${schema} has not published`,
    `select count(*) from ${schema}.outbox where published_at is null`,
  ]),
  [
    'events that consumers have not heard',
    `select coalesce(sum(b.next - p.next), 0) from kinora.bus_position p join kinora.bus_partition b on b.id = p.partition`,
  ],
  ['uploads that are being finished', `select count(*) from uploads.uploads where state = 'finishing'`],
  [
    'tasks that are open',
    `select count(*) from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id
     where t.state in ('ready', 'leased') and j.state in ('probing', 'encoding')
       and (t.kind <> 'ingest' or j.source_blob is not null)`,
  ],
  // A file that still arrives is waited for by its uploader alone.
  [
    'jobs that are open',
    `select count(*) from transcoding.jobs where state in ('probing', 'encoding') and source_blob is not null`,
  ],
  ['views that are not told', 'select count(*) from playback.videos where views <> told_views'],
] as const;

const QUESTION = UNDER_WAY.map(([, question], index) => `(${question})::int as "${index}"`).join(', ');

/** Resolves when nothing is under way, twice in a row; after the time-out rejects with what still is. */
export async function settle(databaseUrl: string, { timeoutMs = 60_000 }: SettleOptions = {}): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  await withAdmin(databaseUrl, async (client) => {
    for (let quiet = 0; quiet < 2; ) {
      const left = await underWay(client);
      quiet = left.length === 0 ? quiet + 1 : 0;
      if (quiet === 2) return;
      if (Date.now() > deadline) throw new Error(`Not quiet after ${timeoutMs} ms: ${left.join(', ')}.`);
      await delay(EVERY_MS);
    }
  });
}

async function underWay(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Record<string, number>>(`select ${QUESTION}`);
  const [counts = {}] = rows;
  return UNDER_WAY.flatMap(([what], index) => {
    const count = counts[index] ?? 0;
    return count > 0 ? [`${count} ${what}`] : [];
  });
}
