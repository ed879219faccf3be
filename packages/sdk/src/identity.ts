import { type LogInAnswer, secondStepOr } from './second-step.ts';
import type { Proof } from './security.ts';
import type { Transport } from './transport.ts';

export type Role = 'viewer' | 'creator' | 'moderator' | 'admin';

export interface Account {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  createdAt: string;
  /** Whoever opened the link that was sent there has it. */
  emailVerified: boolean;
  avatarUrl: string | null;
  bio: string;
  interests: string[];
  /** Null: as each browser prefers. */
  language: AccountLanguage | null;
  /** While it is, where I am in films is not noted. */
  historyPaused: boolean;
  /** When everything of it is deleted; null where it stays. */
  leavesAt: string | null;
}

export type AccountLanguage = 'ar' | 'en' | 'ja';
export type ProfileChange = Partial<Pick<Account, 'displayName' | 'bio' | 'interests' | 'language' | 'historyPaused'>>;

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
  invitationToken?: string;
}

export function identityApi(transport: Transport) {
  return {
    /** Registers and signs in (the answer sets the session cookie); null where somebody has to accept it first. */
    async register(registration: Registration): Promise<Account | null> {
      const answer = await transport.json<{ account?: Account }>('/accounts', {
        method: 'POST',
        json: registration,
        auth: 'none',
      });
      transport.auth.reset();
      return answer.account ?? null;
    },
    /** Whom an invitation is for. */
    lookUpInvitation(token: string): Promise<{ email: string; role: Role; invitedBy: string }> {
      return transport.json('/invitations/lookup', { method: 'POST', json: { token }, auth: 'none' });
    },
    /** Throws SecondStepNeeded where the account asks for a code besides. */
    async logIn(credentials: { email: string; password: string }): Promise<Account> {
      const answer = await transport.json<LogInAnswer<{ account: Account }>>('/sessions', {
        method: 'POST',
        json: credentials,
        auth: 'none',
      });
      const { account } = secondStepOr(answer);
      transport.auth.reset();
      return account;
    },
    /** With a code of the app, or a recovery code. */
    async finishLogIn(step: { challenge: string; code: string }): Promise<Account> {
      const answer = await transport.json<{ account: Account }>('/sessions/second-step', {
        method: 'POST',
        json: step,
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
    /** Sends a link to the new address, which counts once that link is opened. */
    async changeEmail(change: { email: string; currentPassword: string }): Promise<void> {
      await transport.request('/me/email', { method: 'POST', json: change });
    },
    /** The link to confirm the address, once more. */
    async sendVerification(): Promise<void> {
      await transport.request('/me/email/verification', { method: 'POST' });
    },
    /** Opens such a link; answers the address that is confirmed now. */
    async verifyEmail(token: string): Promise<string> {
      const answer = await transport.json<{ email: string }>('/email-verifications', {
        method: 'POST',
        json: { token },
        auth: 'none',
      });
      return answer.email;
    },
    /** The answer is the same whether there is an account or not. */
    async requestPasswordReset(email: string): Promise<void> {
      await transport.request('/password-resets', { method: 'POST', json: { email }, auth: 'none' });
    },
    /** Ends all sessions; answers the address to log in with. */
    async resetPassword(reset: { token: string; newPassword: string }): Promise<string> {
      const answer = await transport.json<{ email: string }>('/password-resets/confirmation', {
        method: 'POST',
        json: reset,
        auth: 'none',
      });
      return answer.email;
    },
    /** For programs: the first pair of rotating tokens. Throws SecondStepNeeded like `logIn`. */
    async issueTokens(request: { email: string; password: string; deviceName?: string }): Promise<TokenPair> {
      const answer = await transport.json<LogInAnswer<TokenPair>>('/tokens', {
        method: 'POST',
        json: request,
        auth: 'none',
      });
      return secondStepOr(answer);
    },
    finishTokens(step: { challenge: string; code: string; deviceName?: string }): Promise<TokenPair> {
      return transport.json('/tokens/second-step', { method: 'POST', json: step, auth: 'none' });
    },
    async revokeTokens(refreshToken: string): Promise<void> {
      await transport.request('/tokens/revoke', { method: 'POST', json: { refreshToken }, auth: 'none' });
    },
    me(signal?: AbortSignal): Promise<Account> {
      return transport.json('/me', { signal });
    },
    updateMe(change: ProfileChange): Promise<Account> {
      return transport.json('/me', { method: 'PATCH', json: change });
    },
    /** JPEG, PNG or WebP, at most 5 MB. */
    putAvatar(picture: Blob): Promise<Account> {
      return transport.json('/me/avatar', {
        method: 'PUT',
        body: picture,
        headers: { 'content-type': picture.type },
      });
    },
    deleteAvatar(): Promise<Account> {
      return transport.json('/me/avatar', { method: 'DELETE' });
    },
    /** Has my account deleted in two weeks; all sessions end. Answers when. */
    async leave(proof: Proof): Promise<string> {
      const answer = await transport.json<{ leavesAt: string }>('/me/deletion', { method: 'POST', json: proof });
      transport.auth.reset();
      return answer.leavesAt;
    },
    /** Until then I can log in and keep it. */
    async stay(): Promise<Account> {
      const account = await transport.json<Account>('/me/deletion', { method: 'DELETE' });
      transport.auth.reset();
      return account;
    },
    /** True until an administrator exists. */
    async setupNeeded(signal?: AbortSignal): Promise<boolean> {
      const answer = await transport.json<{ needed: boolean }>('/setup', { signal, auth: 'none' });
      return answer.needed;
    },
  };
}
