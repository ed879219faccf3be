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
  worker_not_found: { kind: 'not_found', message: 'There is no such worker.' },
});
