import { defineRoute, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';

export const getJwksDocument = defineRoute({
  method: 'GET',
  path: '/.well-known/jwks.json',
  operationId: 'getJwks',
  summary: 'Public keys of access tokens and id tokens (RFC 7517).',
  policy: 'public',
  scopes: SCOPES,
  answers: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
  async handle(context: IdentityContext, { reply }) {
    reply.header('cache-control', 'public, max-age=60');
    const [access, id] = await Promise.all([context.signingKeys.publicKeys(), context.idTokens.publicKeys()]);
    return { keys: [...access, ...id] };
  },
});
