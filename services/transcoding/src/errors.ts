import { defineErrors } from '@kinora/kernel';

export const transcodingErrors = defineErrors('transcoding', {
  task_lost: { kind: 'conflict', message: 'This task is no longer yours.' },
  worker_unknown: { kind: 'unauthenticated', message: 'This is not the token of a worker.' },
  source_away: {
    kind: 'unavailable',
    message: 'The file cannot be read just now. Try again in a moment.',
  },
  input_missing: { kind: 'not_found', message: 'There is no such input.' },
  storage_full: {
    kind: 'storage_full',
    message: 'The storage is full. Give the task back; it goes on when there is room.',
  },
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
    message: 'Only parts of this video are shown. Show all of it again before it is processed again.',
  },
  not_trimmed: { kind: 'conflict', message: 'All of this video is shown already.' },
  trim_empty: { kind: 'invalid', message: 'Keep a second or more of the video.' },
  trim_unordered: {
    kind: 'invalid',
    message: 'Each part to keep must end after it begins, and begin after the one before it has ended.',
  },
  trim_beyond_end: { kind: 'invalid', message: 'A part to keep begins or ends after the end of the video.' },
  trim_too_many: { kind: 'invalid', message: 'At most 100 parts of a video can be kept.' },
  nothing_failed: { kind: 'not_found', message: 'The latest try to process this video has not failed.' },
  nothing_running: { kind: 'not_found', message: 'Nothing is being made of this video.' },
  worker_not_found: { kind: 'not_found', message: 'There is no such worker.' },
});
