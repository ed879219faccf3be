import { defineErrors } from '@kinora/kernel';

export const interactionsErrors = defineErrors('interactions', {
  video_not_found: { kind: 'not_found', message: 'There is no such video.' },
  comment_not_found: { kind: 'not_found', message: 'There is no such comment (any more).' },
  comments_off: { kind: 'forbidden', message: 'Comments are switched off for this video.' },
  blocked: { kind: 'forbidden', message: 'You cannot comment in this channel.' },
  too_soon: { kind: 'too_many_requests', message: 'This channel asks you to wait between comments. Try again soon.' },
  too_many: { kind: 'too_many_requests', message: 'You write comments very fast. Wait a minute.' },
  not_yours: { kind: 'forbidden', message: 'Only whoever wrote a comment can change it.' },
  not_allowed: { kind: 'forbidden', message: 'Only whoever moderates this channel can do that.' },
  not_pinnable: {
    kind: 'unprocessable',
    message: 'Only a comment that everybody can read, and that answers no other, can be pinned.',
  },
  too_late: { kind: 'gone', message: 'This comment was deleted too long ago to bring it back.' },
  channel_not_found: { kind: 'not_found', message: 'There is no such channel.' },
  own_channel: { kind: 'unprocessable', message: 'Who owns a channel, or helps with it, cannot be blocked in it.' },
  own_thing: { kind: 'unprocessable', message: 'This is yours: change it, or delete it.' },
  report_not_found: { kind: 'not_found', message: 'This report is not there, or it was decided.' },
  not_blocked: { kind: 'not_found', message: 'This person is not blocked here.' },
});
