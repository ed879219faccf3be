import { defineErrors } from '@kinora/kernel';

export const transcodingErrors = defineErrors('transcoding', {
  task_lost: { kind: 'conflict', message: 'This task is no longer yours.' },
  worker_unknown: { kind: 'unauthenticated', message: 'This is not the token of a worker.' },
  source_away: {
    kind: 'unavailable',
    message: 'The file cannot be read just now. Try again in a moment.',
  },
  input_missing: { kind: 'not_found', message: 'There is no such input.' },
  output_invalid: { kind: 'unprocessable', message: 'This result does not fit the task.' },
  worker_token_not_found: { kind: 'not_found', message: 'There is no such worker token.' },
  edition_unknown: { kind: 'not_found', message: 'There is nothing of this video that plays to its end yet.' },
  edition_running: {
    kind: 'conflict',
    message: 'A new version of this video is being made already. Wait for it, or cancel it.',
  },
  source_gone: {
    kind: 'conflict',
    message: 'The file that this video was made of is no longer kept. Replace it by a new one instead.',
  },
  video_trimmed: {
    kind: 'conflict',
    message: 'This video is trimmed. Restore the original before it is processed again.',
  },
  not_trimmed: { kind: 'conflict', message: 'All of this video is shown already: there is nothing to restore.' },
  ranges_invalid: {
    kind: 'invalid',
    message: 'The parts to keep must follow one another, lie within the video, and last a second or more together.',
  },
  nothing_running: { kind: 'not_found', message: 'Nothing is being made of this video.' },
  worker_not_found: { kind: 'not_found', message: 'There is no such worker.' },
});
