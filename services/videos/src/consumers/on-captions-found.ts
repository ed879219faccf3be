import { CaptionsFoundSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { parseLanguage } from '../domain/language.ts';
import type { VideosTables } from '../store/tables.ts';

/** `und`: a language that nobody has named. */
const UNKNOWN = 'und';
const LONGEST_LABEL = 60;

/** Captions that a file brought along are noted; they are looked at one after the other, after the event. */
export const onCaptionsFound = defineConsumer({
  event: CaptionsFoundSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    await context.captions.noteFound(
      transaction,
      message.tracks.map(({ language, title, blobKey }) => ({
        blob_key: blobKey,
        video_id: message.videoId,
        language: parseLanguage(language || UNKNOWN) ?? UNKNOWN,
        label: [...title].slice(0, LONGEST_LABEL).join(''),
      })),
    );
  },
  afterCommit(context) {
    context.takingOver.wake();
  },
});
