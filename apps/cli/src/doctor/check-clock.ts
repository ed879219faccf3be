import { stat } from 'node:fs/promises';
import { askDatabase } from '@kinora/server';
import type { Finding } from './finding.ts';

/** Access tokens live five minutes and leases seconds: more than this is felt. */
const TOLERATED_MS = 2000;
const REMEDY = 'Synchronise it, for example with: timedatectl set-ntp true';

export async function checkClock(databaseUrl: string | undefined): Promise<Finding> {
  const about = 'clock';
  const { mtimeMs } = await stat(new URL('../../package.json', import.meta.url));
  if (Date.now() < mtimeMs - TOLERATED_MS) {
    return { state: 'bad', about, found: 'The clock is behind the files of this program.', remedy: REMEDY };
  }
  const now = new Date().toISOString();
  if (!databaseUrl) return { state: 'good', about, found: `It is ${now} here.` };
  const aheadMs = await askDatabase(databaseUrl).then(
    (answer) => answer.aheadMs,
    // Reported by the check of the database.
    () => 0,
  );
  if (Math.abs(aheadMs) <= TOLERATED_MS) {
    return { state: 'good', about, found: `It is ${now} here and in the database.` };
  }
  return {
    state: 'poor',
    about,
    found: `The clock of the database is ${(aheadMs / 1000).toFixed(1)} s ahead of the one here.`,
    remedy: REMEDY,
  };
}
