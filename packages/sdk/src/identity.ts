import type { Transport } from './transport.ts';

export type Role = 'viewer' | 'creator' | 'moderator' | 'admin';

export interface Account {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  createdAt: string;
}

export interface AccessToken {
  accessToken: string;
  expiresAt: string;
  account: Account;
}

export interface TokenPair extends AccessToken {
  refreshToken: string;
}

export interface Session {
  id: string;
  current: boolean;
  createdAt: string;
  lastSeenAt: string;
  userAgent: string | null;
  address: string | null;
}

export interface Registration {
  email: string;
  password: string;
  displayName: string;
  handle?: string;
  setupToken?: string;
}

export function identityApi(transport: Transport) {
  return {
    /** Registers and signs in (the answer sets the session cookie). */
    async register(registration: Registration): Promise<Account> {
      const answer = await transport.json<{ account: Account }>('/accounts', {
        method: 'POST',
        json: registration,
        auth: 'none',
      });
      transport.auth.reset();
      return answer.account;
    },
    async logIn(credentials: { email: string; password: string }): Promise<Account> {
      const answer = await transport.json<{ account: Account }>('/sessions', {
        method: 'POST',
        json: credentials,
        auth: 'none',
      });
      transport.auth.reset();
      return answer.account;
    },
    async logOut(): Promise<void> {
      await transport.request('/sessions/current', { method: 'DELETE' });
      transport.auth.reset();
    },
    async sessions(signal?: AbortSignal): Promise<Session[]> {
      const answer = await transport.json<{ items: Session[] }>('/sessions', { signal });
      return answer.items;
    },
    async endSession(id: string): Promise<void> {
      await transport.request(`/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    /** Ends all sessions but this one; answers how many. */
    async endOtherSessions(): Promise<number> {
      return (await transport.json<{ ended: number }>('/sessions', { method: 'DELETE' })).ended;
    },
    /** All other sessions end with the old one; answers how many. */
    async changePassword(change: { currentPassword: string; newPassword: string }): Promise<number> {
      return (await transport.json<{ ended: number }>('/me/password', { method: 'POST', json: change })).ended;
    },
    /** For programs: the first pair of rotating tokens. */
    issueTokens(request: { email: string; password: string; deviceName?: string }): Promise<TokenPair> {
      return transport.json('/tokens', { method: 'POST', json: request, auth: 'none' });
    },
    async revokeTokens(refreshToken: string): Promise<void> {
      await transport.request('/tokens/revoke', { method: 'POST', json: { refreshToken }, auth: 'none' });
    },
    me(signal?: AbortSignal): Promise<Account> {
      return transport.json('/me', { signal });
    },
    updateMe(change: { displayName?: string }): Promise<Account> {
      return transport.json('/me', { method: 'PATCH', json: change });
    },
    /** True until an administrator exists. */
    async setupNeeded(signal?: AbortSignal): Promise<boolean> {
      const answer = await transport.json<{ needed: boolean }>('/setup', { signal, auth: 'none' });
      return answer.needed;
    },
  };
}
