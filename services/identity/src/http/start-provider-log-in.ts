import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { leaveToProvider } from './leave-to-provider.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { placeOfOurs } from './provider-schemas.ts';
import { assertSameOrigin } from './session-cookies.ts';

export const startProviderLogIn = defineRoute({
  method: 'POST',
  path: '/api/v1/login-providers/:id/start',
  operationId: 'startProviderLogIn',
  summary: 'Where to send the browser to log in with an account elsewhere; a cookie ties the way back to it.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ next: z.string().max(2000).optional() }),
  answers: { 200: z.object({ url: z.string() }) },
  errors: [
    'identity.provider_not_found',
    'identity.provider_unreachable',
    'identity.too_many_attempts',
    'identity.wrong_origin',
  ],
  async handle(context: IdentityContext, { params, body, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    await limitPerHour(context, { what: 'provider', by: address, most: 300 });
    const next = placeOfOurs(body.next);
    const { url, cookie } = await leaveToProvider(context, { providerId: params.id, accountId: null, next, raw });
    reply.header('set-cookie', cookie).header('cache-control', 'no-store');
    return { url };
  },
});
