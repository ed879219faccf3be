import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import type { Transaction } from 'kysely';
import type { AccountCaller } from '../auth/access-tokens.ts';
import type { Outbox } from '../events/outbox.ts';
import { newId } from '../ids/ids.ts';

/** What the audit log tells of. */
export const ACT_NAMES = [
  'account.approved',
  'account.deletion-decided',
  'account.refused',
  'account.restored',
  'account.role-changed',
  'account.suspended',
  'app.added',
  'app.removed',
  'comment.approved',
  'comment.removed',
  'events.replayed',
  'instance.changed',
  'invitation.revoked',
  'invitation.sent',
  'mail.read',
  'mail.retried',
  'mail.settings-changed',
  'mail.settings-removed',
  'processing.prioritized',
  'processing.retried',
  'provider.added',
  'provider.removed',
  'quota.changed',
  'report.handled',
  'video.removed',
  'videos.reprocessed',
  'worker.drained',
  'worker.resumed',
  'worker-token.created',
  'worker-token.revoked',
] as const;
export type ActName = (typeof ACT_NAMES)[number];

export interface Act {
  act: ActName;
  subject?: { id: string; name: string };
  before?: unknown;
  after?: unknown;
}

/** Tells the audit log of an act, in the transaction of the act: neither is there without the other. */
export type RecordAct = <Schema>(transaction: Transaction<Schema>, act: Act) => Promise<void>;

/** Acts of whoever sends this request, for services that do not keep the audit log themselves. */
export function actsOf(outbox: Outbox, { caller, address }: { caller: AccountCaller; address: string }): RecordAct {
  return (transaction, act) => tellAct(outbox, transaction, { accountId: caller.accountId, address }, act);
}

export function tellAct<Schema>(
  outbox: Outbox,
  transaction: Transaction<Schema>,
  actor: { accountId: string; address: string },
  { act, subject, before, after }: Act,
): Promise<void> {
  const actId = newId();
  return outbox.emit(
    transaction,
    ActPerformedSchema,
    {
      actId,
      act,
      accountId: actor.accountId,
      address: actor.address,
      subjectId: subject?.id ?? '',
      subjectName: subject?.name ?? '',
      beforeJson: toJson(before),
      afterJson: toJson(after),
    },
    { type: 'act', id: actId, version: 1 },
  );
}

function toJson(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}
