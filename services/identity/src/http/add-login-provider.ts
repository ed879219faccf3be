import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { displayNameField } from './account-fields.ts';
import { managedProviderSchema, presentManagedProvider } from './provider-schemas.ts';

export const addLoginProvider = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/login-providers',
  operationId: 'addLoginProvider',
  summary: 'Let people log in with their accounts at an OpenID provider, once it has answered.',
  policy: 'admin',
  scopes: [],
  body: z.strictObject({
    name: displayNameField,
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    clientId: z.string().trim().min(1).max(500),
    clientSecret: z.string().trim().min(1).max(1000),
    scopes: z
      .string()
      .trim()
      .max(500)
      .regex(/^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'Begin with openid; a space between each two.')
      .default('openid email profile'),
    makesAccounts: z.boolean().default(false),
  }),
  answers: { 201: managedProviderSchema },
  errors: ['identity.provider_unreachable'],
  async handle(context: IdentityContext, { body, caller, address, reply }) {
    await context.providerClient.configure(body).catch((cause: unknown) => {
      throw identityErrors.provider_unreachable({ cause });
    });
    const row = await context.providers.add(body, actorOf({ caller, address }));
    reply.code(201);
    return presentManagedProvider(row);
  },
});
