import { askDatabase } from '@kinora/server';
import type { Finding } from './finding.ts';

const OLDEST = 15;

export async function checkDatabase(url: string | undefined): Promise<Finding> {
  const about = 'database';
  if (!url) return { state: 'good', about, found: 'DATABASE_URL is not set: Kinora brings its own PostgreSQL.' };
  try {
    const { version, majorVersion, mayCreateRoles } = await askDatabase(url);
    if (majorVersion < OLDEST) {
      return {
        state: 'bad',
        about,
        found: `PostgreSQL ${version} is too old.`,
        remedy: `Upgrade it to ${OLDEST} or newer, or leave DATABASE_URL unset.`,
      };
    }
    if (mayCreateRoles) return { state: 'good', about, found: `PostgreSQL ${version} answers.` };
    return {
      state: 'poor',
      about,
      found: `PostgreSQL ${version} answers; its user may not make roles, so all services share one.`,
      remedy: 'Give it the right with: ALTER ROLE name CREATEROLE',
    };
  } catch (error) {
    return {
      state: 'bad',
      about,
      found: `The database does not answer: ${(error as Error).message || (error as NodeJS.ErrnoException).code}.`,
      remedy: 'Check DATABASE_URL, and that PostgreSQL runs.',
    };
  }
}
