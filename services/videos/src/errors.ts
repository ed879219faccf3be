import { defineErrors } from '@kinora/kernel';

export const videosErrors = defineErrors('videos', {
  not_found: { kind: 'not_found', message: 'There is no such video, or you may not see it.' },
  channel_not_yours: { kind: 'forbidden', message: 'You may not publish in this channel.' },
  changed_meanwhile: { kind: 'precondition_failed', message: 'The video was changed meanwhile. Load it again.' },
});
