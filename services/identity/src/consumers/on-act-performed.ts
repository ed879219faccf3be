import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { ACT_NAMES, type ActName, defineConsumer, PermanentFailure } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { IdentityContext } from '../context.ts';
import { noteAct } from '../store/audit-log.ts';
import type { IdentityTables } from '../store/tables.ts';

export const onActPerformed = defineConsumer({
  event: ActPerformedSchema,
  async apply(_context: IdentityContext, transaction: Transaction<IdentityTables>, { message, envelope }) {
    const { act } = message;
    if (!isKnown(act)) throw new PermanentFailure(`The act ${act} is not known to this release.`);
    await noteAct(transaction, {
      actId: message.actId,
      at: new Date(envelope.occurredAt),
      act,
      actorId: message.accountId,
      address: message.address,
      subject: message.subjectId ? { id: message.subjectId, name: message.subjectName } : null,
      before: message.beforeJson || null,
      after: message.afterJson || null,
    });
  },
});

function isKnown(act: string): act is ActName {
  return (ACT_NAMES as readonly string[]).includes(act);
}
