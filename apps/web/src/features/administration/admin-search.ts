import type { AccountState, Role } from '@kinora/sdk';

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

const one = <T extends string>(of: readonly T[], value: unknown) => of.find((known) => known === value);
const words = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined);

export function toPeopleSearch({ q, role, state }: Record<string, unknown>): PeopleSearch {
  return { q: words(q), role: one(ROLES, role), state: one(STATES, state) };
}

export function toAuditSearch({ q, act }: Record<string, unknown>): AuditSearch {
  return { q: words(q), act: words(act) };
}
