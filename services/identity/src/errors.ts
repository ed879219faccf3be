import { defineErrors } from '@kinora/kernel';

export const identityErrors = defineErrors('identity', {
  email_taken: { kind: 'conflict', message: 'There is already an account with this e-mail address. Log in instead.' },
  weak_password: {
    kind: 'unprocessable',
    message: 'The password needs at least 10 characters and must not be a common one.',
  },
  wrong_credentials: { kind: 'unauthenticated', message: 'The e-mail address or the password is wrong.' },
  wrong_password: { kind: 'unprocessable', message: 'This is not your password.' },
  too_many_attempts: {
    kind: 'too_many_requests',
    message: 'Too many failed attempts. Wait a few minutes and try again.',
  },
  no_session: { kind: 'unauthenticated', message: 'You are not logged in.' },
  refresh_token_invalid: { kind: 'unauthenticated', message: 'This login is no longer valid. Log in again.' },
  setup_token_invalid: { kind: 'forbidden', message: 'This set-up link is not valid or was used already.' },
  wrong_origin: { kind: 'forbidden', message: 'This request came from another site.' },
  account_not_found: { kind: 'not_found', message: 'There is no such account.' },
  last_administrator: {
    kind: 'conflict',
    message: 'This is the only administrator. Make somebody else administrator first.',
  },
  session_not_found: { kind: 'not_found', message: 'There is no such session.' },
});
