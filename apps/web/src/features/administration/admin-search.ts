import type { AccountState, Role } from '@kinora/sdk';
import { oneOf, wordsOf } from '../../app/search-params.ts';

export const ROLES: readonly Role[] = ['viewer', 'creator', 'moderator', 'admin'];
export const STATES: readonly AccountState[] = ['active', 'waiting', 'suspended'];

/** What the address of the list of people says. */
export interface PeopleSearch {
  q?: string | undefined;
  role?: Role | undefined;
  state?: AccountState | undefined;
}

/** What the address of the audit log says. */
export interface AuditSearch {
  q?: string | undefined;
  act?: string | undefined;
}

export function toPeopleSearch({ q, role, state }: Record<string, unknown>): PeopleSearch {
  return { q: wordsOf(q), role: oneOf(ROLES, role), state: oneOf(STATES, state) };
}

export function toAuditSearch({ q, act }: Record<string, unknown>): AuditSearch {
  return { q: wordsOf(q), act: wordsOf(act) };
}
