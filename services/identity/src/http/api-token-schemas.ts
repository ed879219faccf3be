import { parseScopes, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { ApiTokenRow } from '../store/api-tokens-store.ts';

export const scopesField = z
  .array(z.enum(SCOPES))
  .min(1, 'Choose what it may do.')
  .max(SCOPES.length)
  .refine((given) => new Set(given).size === given.length, 'Name each once.');

export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});

export function presentApiToken(row: ApiTokenRow): z.infer<typeof apiTokenSchema> {
  return {
    id: row.id,
    name: row.name,
    scopes: scopesField.parse(parseScopes(row.scopes)),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
