import { EditionReplacedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import type { TranscodingTransaction } from '../store/jobs-store.ts';

/** Another edition plays: the collector removes this one when nobody may be watching it any more. */
export const onEditionReplaced = defineConsumer({
  event: EditionReplacedSchema,
  async apply(_context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    await transaction
      .updateTable('jobs')
      .set({ served_until: new Date(Number(message.servedUntilMs)), counted_version: null })
      .where('id', '=', message.edition)
      .where('served_until', 'is', null)
      .execute();
  },
});
