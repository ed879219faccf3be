import { defineErrors } from '@kinora/kernel';

export const subscriptionsErrors = defineErrors('subscriptions', {
  not_found: { kind: 'not_found', message: 'There is no such channel.' },
  own_channel: { kind: 'unprocessable', message: 'This channel is yours: its videos are yours already.' },
  too_many: { kind: 'conflict', message: 'An account may follow at most 2,000 channels. Leave one first.' },
});
