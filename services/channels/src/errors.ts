import { defineErrors } from '@kinora/kernel';

export const channelsErrors = defineErrors('channels', {
  not_found: { kind: 'not_found', message: 'There is no such channel.' },
  handle_taken: { kind: 'conflict', message: 'This handle is taken. Choose another.' },
  not_an_image: { kind: 'unprocessable', message: 'This file is not a JPEG, PNG or WebP picture that can be read.' },
});
