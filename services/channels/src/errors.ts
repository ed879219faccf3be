import { defineErrors } from '@kinora/kernel';

export const channelsErrors = defineErrors('channels', {
  not_found: { kind: 'not_found', message: 'There is no such channel.' },
  handle_taken: { kind: 'conflict', message: 'This handle is taken. Choose another.' },
  handle_changed_often: {
    kind: 'too_many_requests',
    message: 'Handles can be changed ten times in 30 days. Try again later.',
  },
  too_many: { kind: 'conflict', message: 'An account may have at most 20 channels.' },
  last_one: { kind: 'conflict', message: 'This is your only channel. Make another one before you delete it.' },
  not_a_trailer: {
    kind: 'unprocessable',
    message: 'A trailer is a video of this channel that everybody may watch.',
  },
  already_member: { kind: 'conflict', message: 'This person helps with the channel already.' },
  already_owner: { kind: 'conflict', message: 'The channel belongs to this person already.' },
  invitation_not_found: { kind: 'not_found', message: 'There is no such invitation (any more).' },
  nobody: { kind: 'unprocessable', message: 'Nobody has this handle.' },
  not_a_member: { kind: 'not_found', message: 'This person does not help with the channel.' },
  not_allowed: { kind: 'forbidden', message: 'Your role in this channel does not allow that.' },
  too_many_members: {
    kind: 'conflict',
    message: 'At most 20 people may help with a channel, and 20 invitations may be open.',
  },
  not_an_image: { kind: 'unprocessable', message: 'This file is not a JPEG, PNG or WebP picture that can be read.' },
});
