import { defineRoute, kernelErrors } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { encodeAvatar } from '../domain/avatar-image.ts';
import { identityErrors } from '../errors.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const putMyAvatar = defineRoute({
  method: 'PUT',
  path: '/api/v1/me/avatar',
  operationId: 'putMyAvatar',
  summary: 'Give my account a picture (JPEG, PNG or WebP, at most 5 MB).',
  policy: 'account',
  scopes: ['manage'],
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp'], as: 'buffer' },
  bodyLimitBytes: 5_000_000,
  answers: { 200: accountSchema },
  errors: ['identity.not_an_image', 'kernel.body_too_large'],
  async handle(context: IdentityContext, { raw, caller }) {
    if (!(raw.body instanceof Uint8Array)) throw identityErrors.not_an_image();
    const account = await context.accounts.setAvatar(caller.accountId, await encodeAvatar(raw.body));
    if (!account) throw kernelErrors.unauthenticated();
    return presentAccount(account);
  },
});
