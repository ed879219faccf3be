import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { passkeySchema, presentPasskey } from './passkey-schemas.ts';

export const listPasskeys = defineRoute({
  method: 'GET',
  path: '/api/v1/me/passkeys',
  operationId: 'listPasskeys',
  summary: 'My passkeys, the oldest first.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ items: z.array(passkeySchema) }) },
  async handle(context: IdentityContext, { caller }) {
    return { items: (await context.passkeys.list(caller.accountId)).map(presentPasskey) };
  },
});
