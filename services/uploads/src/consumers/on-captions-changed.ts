import { CaptionsChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** Captions take room, too. */
export const onCaptionsChanged = defineConsumer({
  event: CaptionsChangedSchema,
  async apply(context: UploadsContext, transaction: Transaction<UploadsTables>, { message }) {
    const { videoId, ownerAccountId: accountId, sizeBytes } = message;
    await context.sources.notePartIn(transaction, {
      videoId,
      part: 'captions',
      sizeBytes: Number(sizeBytes),
      accountId,
    });
  },
});
