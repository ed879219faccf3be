import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { displayNameField } from './account-fields.ts';
import { apiTokenSchema, presentApiToken, scopesField } from './api-token-schemas.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const createApiToken = defineRoute({
  method: 'POST',
  path: '/api/v1/me/tokens',
  operationId: 'createApiToken',
  summary: 'A token with which programs act for me, as far as its scopes go; it is shown this once.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({
    name: displayNameField,
    scopes: scopesField,
    /** Without an end where null. */
    days: z.union([z.literal(30), z.literal(90), z.literal(365)]).nullable(),
    proof: proofBody,
  }),
  answers: { 201: apiTokenSchema.extend({ token: z.string() }) },
  errors: ['identity.too_many_api_tokens', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body, reply }) {
    const account = await proveAgain(context, { caller, address, body: body.proof, purpose: 'create-token' });
    const made = await context.apiTokens.create(account, body, await context.site());
    if (!made) throw identityErrors.too_many_api_tokens();
    reply.code(201).header('cache-control', 'no-store');
    return { ...presentApiToken(made.row), token: made.token };
  },
});
