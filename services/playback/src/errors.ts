import { defineErrors } from '@kinora/kernel';

export const playbackErrors = defineErrors('playback', {
  not_found: { kind: 'not_found', message: 'There is no such media file.' },
  ended: { kind: 'gone', message: 'This address has ended. Load the video again.' },
  not_permitted: { kind: 'not_found', message: 'There is no such media file.' },
  no_such_video: { kind: 'not_found', message: 'There is no such video, or it is not yours.' },
  away: { kind: 'unavailable', message: 'Access cannot be checked just now. Try again in a moment.' },
});
