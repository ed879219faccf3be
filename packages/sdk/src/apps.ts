import type { Scope } from './api-tokens.ts';
import type { Transport } from './transport.ts';

export type AppKind = 'native' | 'tool';
/** Beside what opens something, apps ask to know who somebody is. */
export type GrantedScope = Scope | 'openid' | 'profile' | 'email';

/** As an administrator registers it. */
export interface RegisteredApp {
  id: string;
  name: string;
  kind: AppKind;
  redirectUris: string[];
  createdAt: string;
}

/** As somebody has let it in. */
export interface ConnectedApp {
  id: string;
  name: string;
  kind: AppKind;
  scopes: GrantedScope[];
  createdAt: string;
  lastUsedAt: string;
}

export interface Authorization {
  /** Where to go back to at once; null where somebody has to be asked. */
  redirectTo: string | null;
  app: { name: string; kind: AppKind; host: string };
  scopes: GrantedScope[];
  /** The app wants a newer log-in. */
  logInAgain: boolean;
  /** All of it was allowed before. */
  allowed: boolean;
}

export function appsApi(transport: Transport) {
  return {
    /** Apps that I have let in. */
    async mine(signal?: AbortSignal): Promise<ConnectedApp[]> {
      return (await transport.json<{ items: ConnectedApp[] }>('/me/apps', { signal })).items;
    },
    async end(id: string): Promise<void> {
      await transport.request(`/me/apps/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    /** What an app asks for with the parameters of its address. */
    authorization(params: Record<string, string>, signal?: AbortSignal): Promise<Authorization> {
      return transport.json('/oauth/authorization', { query: params, signal });
    },
    /** Lets it in or sends it away; answers where to go on to. */
    async answer(params: Record<string, string>, allow: boolean): Promise<string> {
      const answer = await transport.json<{ redirectTo: string }>('/oauth/authorization', {
        method: 'POST',
        json: { params, allow },
      });
      return answer.redirectTo;
    },
    /** For administrators, with the address of this site that tools ask for. */
    registered(signal?: AbortSignal): Promise<{ items: RegisteredApp[]; issuer: string }> {
      return transport.json('/admin/apps', { signal });
    },
    /** A tool's secret is in this answer and nowhere else. */
    register(
      app: Pick<RegisteredApp, 'name' | 'kind' | 'redirectUris'>,
    ): Promise<RegisteredApp & { clientSecret: string | null }> {
      return transport.json('/admin/apps', { method: 'POST', json: app });
    },
    async remove(id: string): Promise<void> {
      await transport.request(`/admin/apps/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}
