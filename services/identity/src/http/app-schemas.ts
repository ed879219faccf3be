import { parseScopes } from '@kinora/kernel';
import { z } from 'zod';
import type { AppGrantsStore } from '../store/app-grants-store.ts';
import type { AppRow } from '../store/apps-store.ts';
import { grantedScope } from './describe-authorization.ts';

export const appSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['native', 'tool']),
  redirectUris: z.array(z.string()),
  createdAt: z.string(),
});

export function presentApp(row: AppRow): z.infer<typeof appSchema> {
  const { id, name, kind } = row;
  return { id, name, kind, redirectUris: row.redirect_uris, createdAt: row.created_at.toISOString() };
}

export const grantSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['native', 'tool']),
  scopes: z.array(grantedScope),
  createdAt: z.string(),
  lastUsedAt: z.string(),
});

export function presentGrant(row: Awaited<ReturnType<AppGrantsStore['list']>>[number]): z.infer<typeof grantSchema> {
  return {
    id: row.app_id,
    name: row.name,
    kind: row.kind,
    scopes: parseScopes(row.scopes),
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
  };
}
