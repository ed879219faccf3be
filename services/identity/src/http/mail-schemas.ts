import { z } from 'zod';
import type { MailAccount } from '../domain/mail-server.ts';
import type { MailRow } from '../store/mails-store.ts';

export const mailSettingsSchema = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(['tls', 'starttls', 'none']),
  /** Null where the server asks for none. Its password is never answered. */
  user: z.string().nullable(),
  fromAddress: z.string(),
});

export const mailStateSchema = z.object({
  /** Null: no server is connected, and mail waits to be read in the outbox. */
  settings: mailSettingsSchema.nullable(),
  source: z.enum(['settings', 'environment', 'none']),
  waiting: z.int(),
  failed: z.int(),
  /** Why the last attempt failed, while mail waits. */
  problem: z.string().nullable(),
  failure: z.string().nullable(),
});

export const outboxMailSchema = z.object({
  id: z.string(),
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.int(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  failure: z.string().nullable(),
});

export function presentSettings({ server, fromAddress }: MailAccount): z.infer<typeof mailSettingsSchema> {
  const { host, port, security, credentials } = server;
  return { host, port, security, user: credentials?.user ?? null, fromAddress };
}

export function presentMail(row: MailRow): z.infer<typeof outboxMailSchema> {
  return {
    id: row.id,
    kind: row.kind,
    to: row.to_address,
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    failure: row.failure,
  };
}
