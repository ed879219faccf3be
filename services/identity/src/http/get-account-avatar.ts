import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';

const ID = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{22}$/);

export const getAccountAvatar = defineRoute({
  method: 'GET',
  path: '/api/v1/accounts/:id/avatar/:picture',
  operationId: 'getAccountAvatar',
  summary: 'The picture of an account; another picture has another address.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: ID, picture: ID }),
  answers: { 200: null },
  errors: ['identity.avatar_not_found'],
  hidden: true,
  async handle(context: IdentityContext, { params, reply }) {
    const picture = await context.accounts.avatar(params.id, params.picture);
    if (!picture) throw identityErrors.avatar_not_found();
    return (
      reply
        .type('image/webp')
        // Whoever knows the address may be told of it by nobody but its owner: no cache between keeps it.
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .serializer((payload: unknown) => payload as string)
        .send(Buffer.from(picture))
    );
  },
});
