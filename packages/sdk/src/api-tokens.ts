import type { Proof } from './security.ts';
import type { Auth, AuthFactory, Transport } from './transport.ts';

export type Scope = 'read' | 'upload' | 'manage' | 'admin';

export interface ApiToken {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: string;
  /** Null where it has no end. */
  expiresAt: string | null;
  /** To the minute; null where it has not been used so far. */
  lastUsedAt: string | null;
}

export interface NewApiToken {
  name: string;
  scopes: Scope[];
  days: 30 | 90 | 365 | null;
  proof: Proof;
}

/** Tokens with which programs act for the account. */
export function apiTokensApi(transport: Transport) {
  return {
    async list(signal?: AbortSignal): Promise<ApiToken[]> {
      return (await transport.json<{ items: ApiToken[] }>('/me/tokens', { signal })).items;
    },
    /** The token itself is in this answer and nowhere else. */
    create(wish: NewApiToken): Promise<ApiToken & { token: string }> {
      return transport.json('/me/tokens', { method: 'POST', json: wish });
    },
    async revoke(id: string): Promise<void> {
      await transport.request(`/me/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}

/** For scripts: a personal token as it is. A refused one has no successor. */
export function apiTokenAuth(token: string): AuthFactory {
  return (): Auth => ({ accessToken: async () => token, renewed: async () => null, reset: () => {} });
}
