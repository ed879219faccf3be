import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { mayBeRedirectUri } from '../domain/redirect-uri.ts';
import { actorOf } from '../store/audit-log.ts';
import { displayNameField } from './account-fields.ts';
import { appSchema, presentApp } from './app-schemas.ts';

export const addApp = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/apps',
  operationId: 'addApp',
  summary: 'Register a program that people may let in; the secret of a tool is shown this once.',
  policy: 'admin',
  scopes: [],
  body: z
    .strictObject({
      name: displayNameField,
      kind: z.enum(['native', 'tool']),
      redirectUris: z.array(z.string().trim().max(500)).min(1).max(10),
    })
    .superRefine(({ kind, redirectUris }, issues) => {
      for (const [index, uri] of redirectUris.entries()) {
        if (!mayBeRedirectUri(uri, kind))
          issues.addIssue({ code: 'custom', path: ['redirectUris', index], message: 'People cannot be sent there.' });
      }
    }),
  answers: { 201: appSchema.extend({ clientSecret: z.string().nullable() }) },
  async handle(context: IdentityContext, { body, caller, address, reply }) {
    const { row, secret } = await context.apps.add(body, actorOf({ caller, address }));
    reply.code(201).header('cache-control', 'no-store');
    return { ...presentApp(row), clientSecret: secret ?? null };
  },
});
