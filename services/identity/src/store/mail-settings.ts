import type { Database } from '@kinora/ports';
import type { MailAccount } from '../domain/mail-server.ts';
import { seal, unseal } from '../domain/seal.ts';
import { type Actor, recordAct } from './audit-log.ts';
import type { IdentityTables } from './tables.ts';

const PURPOSE = 'mail password';

/** Which mail server is used: what an administrator chose, else what the environment says, else none. */
export class MailSettings {
  readonly #database: Database<IdentityTables>;
  readonly #secret: Uint8Array;
  readonly #preset: MailAccount | undefined;

  constructor(options: {
    database: Database<IdentityTables>;
    secret: Uint8Array;
    preset: MailAccount | undefined;
  }) {
    this.#database = options.database;
    this.#secret = options.secret;
    this.#preset = options.preset;
  }

  async find(): Promise<(MailAccount & { source: 'settings' | 'environment' }) | undefined> {
    const row = await this.#database.query.selectFrom('mail_settings').selectAll().executeTakeFirst();
    if (!row) return this.#preset && { ...this.#preset, source: 'environment' };
    const { host, port, security, user_name: user, password_sealed: sealed } = row;
    const password = sealed ? unseal(this.#secret, PURPOSE, sealed) : '';
    const credentials = user === null ? undefined : { user, password };
    return { server: { host, port, security, credentials }, fromAddress: row.from_address, source: 'settings' };
  }

  async set({ server, fromAddress }: MailAccount, actor: Actor): Promise<void> {
    const before = await this.find();
    const { host, port, security, credentials } = server;
    const values = {
      host,
      port,
      security,
      user_name: credentials?.user ?? null,
      password_sealed: credentials ? seal(this.#secret, PURPOSE, credentials.password) : null,
      from_address: fromAddress,
      updated_at: new Date(),
    };
    await this.#database.transaction(async (transaction) => {
      await transaction
        .insertInto('mail_settings')
        .values(values)
        .onConflict((conflict) => conflict.column('slot').doUpdateSet(values))
        .execute();
      await recordAct(transaction, actor, {
        act: 'mail.settings-changed',
        before: before && described(before),
        after: described({ server, fromAddress }),
      });
    });
  }

  /** What the environment says counts again. */
  async remove(actor: Actor): Promise<void> {
    const before = await this.find();
    await this.#database.transaction(async (transaction) => {
      const { numDeletedRows } = await transaction.deleteFrom('mail_settings').executeTakeFirst();
      if (numDeletedRows === 0n) return;
      await recordAct(transaction, actor, { act: 'mail.settings-removed', before: before && described(before) });
    });
  }
}

/** For the audit log: without the password. */
function described({ server, fromAddress }: MailAccount) {
  const { host, port, security, credentials } = server;
  return { host, port, security, user: credentials?.user ?? null, fromAddress };
}
