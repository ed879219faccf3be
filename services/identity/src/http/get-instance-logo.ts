import { defineRoute, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';

export const getInstanceLogo = defineRoute({
  method: 'GET',
  path: '/api/v1/instance/logo/:picture',
  operationId: 'getInstanceLogo',
  summary: 'The logo of this site; another picture has another address.',
  policy: 'public',
  scopes: SCOPES,
  params: z.object({ picture: z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{22}$/) }),
  answers: { 200: null },
  errors: ['identity.logo_not_found'],
  hidden: true,
  async handle(context: IdentityContext, { params, reply }) {
    const logo = await context.instance.logo(params.picture);
    if (!logo) throw identityErrors.logo_not_found();
    return reply
      .type('image/webp')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .serializer((payload: unknown) => payload as string)
      .send(Buffer.from(logo));
  },
});
