import { timingSafeEqual } from 'node:crypto';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import type { Selectable } from 'kysely';
import { hashToken, newOpaqueToken } from '../domain/opaque-token.ts';
import type { AppKind } from '../domain/redirect-uri.ts';
import { type Actor, recordAct } from './audit-log.ts';
import { revokeAccess } from './revoke-access.ts';
import type { IdentityTables } from './tables.ts';

export type AppRow = Selectable<IdentityTables['apps']>;

const MOST_APPS = 100;

/** Programs that people may let in, as administrators have registered them. */
export class AppsStore {
  readonly #database: Database<IdentityTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<IdentityTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  list(): Promise<AppRow[]> {
    return this.#database.query.selectFrom('apps').selectAll().orderBy('id').limit(MOST_APPS).execute();
  }

  find(id: string): Promise<AppRow | undefined> {
    return this.#database.query.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** A tool's secret is shown once, here. */
  async add(
    app: { name: string; kind: AppKind; redirectUris: readonly string[] },
    actor: Actor,
  ): Promise<{ row: AppRow; secret: string | undefined }> {
    const secret = app.kind === 'tool' ? newOpaqueToken('app') : undefined;
    const row = await this.#database.transaction(async (transaction) => {
      const made = await transaction
        .insertInto('apps')
        .values({
          id: newId(),
          name: app.name,
          kind: app.kind,
          secret_hash: secret ? hashToken(secret) : null,
          redirect_uris: JSON.stringify(app.redirectUris),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await recordAct(transaction, actor, {
        act: 'app.added',
        subject: { id: made.id, name: made.name },
        after: { kind: made.kind, redirectUris: made.redirect_uris },
      });
      return made;
    });
    return { row, secret };
  }

  /** With all that was given to it, which is refused everywhere within a second. */
  async remove(id: string, actor: Actor): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const row = await transaction.selectFrom('apps').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
      if (!row) return false;
      const holders = await transaction
        .selectFrom('app_grants')
        .select('account_id')
        .where('app_id', '=', id)
        .execute();
      const accounts = holders.map((holder) => holder.account_id);
      if (accounts.length > 0)
        await transaction
          .selectFrom('accounts')
          .select('id')
          .where('id', 'in', accounts)
          .orderBy('id')
          .forUpdate()
          .execute();
      const sessions = await transaction
        .deleteFrom('sessions')
        .where('app_id', '=', id)
        .returning(['id', 'account_id'])
        .execute();
      for (const [accountId, ended] of Map.groupBy(sessions, (session) => session.account_id))
        await revokeAccess(transaction, this.#outbox, {
          accountId,
          sessionIds: ended.map((session) => session.id),
          reason: 'the app was removed',
        });
      await transaction.deleteFrom('apps').where('id', '=', id).execute();
      await recordAct(transaction, actor, {
        act: 'app.removed',
        subject: { id, name: row.name },
        before: { kind: row.kind, redirectUris: row.redirect_uris },
      });
      return true;
    });
  }
}

/** Whether it is who it says; a native app says nothing but its name. */
export function isSecretOf(app: AppRow, secret: string | undefined): boolean {
  if (app.secret_hash === null) return secret === undefined;
  return secret !== undefined && timingSafeEqual(hashToken(secret), app.secret_hash);
}
