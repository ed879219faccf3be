import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';
import { instanceSchema, presentInstance } from './instance-schemas.ts';
import { originOf } from './origin-of.ts';

const page = z.string().trim().max(20_000);

export const updateInstance = defineRoute({
  method: 'PATCH',
  path: '/api/v1/admin/instance',
  operationId: 'updateInstance',
  summary: 'Change what this site is called, how it looks, what it is about, and who may come in.',
  policy: 'admin',
  scopes: ['admin'],
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'Give a name.')
      .max(60)
      .refine(
        (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text),
        'The name contains characters that cannot be shown.',
      )
      .optional(),
    accentHue: z.int().min(0).max(359).nullable().optional(),
    about: page.optional(),
    rules: page.optional(),
    registration: instanceSchema.shape.registration.optional(),
    verifyToUpload: z.boolean().optional(),
  }),
  answers: { 200: instanceSchema },
  async handle(context: IdentityContext, { body, caller, address, raw }) {
    const { accentHue: accent_hue, verifyToUpload: verify_to_upload, ...rest } = body;
    const given = { ...rest, accent_hue, verify_to_upload };
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const actor = actorOf({ caller, address });
    return presentInstance(await context.instance.update(change, { actor, address: originOf(context, raw) }));
  },
});
