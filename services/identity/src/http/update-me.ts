import { defineRoute, kernelErrors, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { LANGUAGES } from '../domain/languages.ts';
import { bioField, displayNameField, interestsField } from './account-fields.ts';
import { accountSchema, presentAccount } from './present-account.ts';

export const updateMe = defineRoute({
  method: 'PATCH',
  path: '/api/v1/me',
  operationId: 'updateMe',
  summary: 'Change my profile.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({
    displayName: displayNameField.optional(),
    bio: bioField.optional(),
    interests: interestsField.optional(),
    language: z.enum(LANGUAGES).nullable().optional(),
    historyPaused: z.boolean().optional(),
  }),
  answers: { 200: accountSchema },
  async handle(context: IdentityContext, { caller, body }) {
    const account = await context.accounts.updateProfile(caller.accountId, {
      ...(body.displayName !== undefined && { display_name: body.displayName }),
      ...(body.bio !== undefined && { bio: body.bio }),
      ...(body.interests !== undefined && { interests: body.interests }),
      ...(body.language !== undefined && { language: body.language }),
      ...(body.historyPaused !== undefined && { history_paused: body.historyPaused }),
    });
    if (!account) throw kernelErrors.unauthenticated();
    if (body.historyPaused !== undefined) await context.pubSub.publish(REVOCATIONS_CHANNEL, account.id);
    return presentAccount(account);
  },
});
