import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import type { AccountRow } from './accounts-store.ts';
import type { IdentityTables } from './tables.ts';

type Purpose = IdentityTables['log_in_challenges']['purpose'];
export type ChallengeRow = Selectable<IdentityTables['log_in_challenges']>;

const LIVES_MINUTES = 5;
const MOST_ATTEMPTS = 5;

/** Between a right password and the second proof. */
export class ChallengesStore {
  readonly #database: Database<IdentityTables>;

  constructor(options: { database: Database<IdentityTables> }) {
    this.#database = options.database;
  }

  async open(account: AccountRow, purpose: Purpose): Promise<{ token: string; expiresAt: Date }> {
    const token = newOpaqueToken('challenge');
    const row = await this.#database.query
      .insertInto('log_in_challenges')
      .values({
        token_hash: hashToken(token),
        account_id: account.id,
        purpose,
        password_hash: account.password_hash,
        expires_at: sql<Date>`now() + ${LIVES_MINUTES} * interval '1 minute'`,
      })
      .returning('expires_at')
      .executeTakeFirstOrThrow();
    return { token, expiresAt: row.expires_at };
  }

  /** Counts a try before it is made. Undefined for one of another purpose, that is over, or was tried too often. */
  attempt(token: string, purpose: Purpose): Promise<ChallengeRow | undefined> {
    return this.#database.query
      .updateTable('log_in_challenges')
      .set({ attempts: sql<number>`attempts + 1` })
      .where('token_hash', '=', hashToken(token))
      .where('purpose', '=', purpose)
      .where('attempts', '<', MOST_ATTEMPTS)
      .where('expires_at', '>', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst();
  }

  /** It is met; false where somebody else was first. */
  async close(token: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.query
      .deleteFrom('log_in_challenges')
      .where('token_hash', '=', hashToken(token))
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  async clean(): Promise<void> {
    await this.#database.query.deleteFrom('log_in_challenges').where('expires_at', '<', sql<Date>`now()`).execute();
  }
}
