import type { Proof } from './security.ts';
import type { Transport } from './transport.ts';

export interface LoginProvider {
  id: string;
  name: string;
}

export interface MyLoginProvider extends LoginProvider {
  /** Null where no account there logs in to mine. */
  linkedAt: string | null;
}

export interface ManagedLoginProvider extends LoginProvider {
  issuer: string;
  clientId: string;
  scopes: string;
  /** Whether who comes from there for the first time gets an account. */
  makesAccounts: boolean;
}

export interface NewLoginProvider {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes?: string;
  makesAccounts?: boolean;
}

/** Accounts elsewhere that log in here (OpenID Connect). */
export function loginProvidersApi(transport: Transport) {
  const path = (id: string) => `/me/login-providers/${encodeURIComponent(id)}`;
  return {
    async list(signal?: AbortSignal): Promise<LoginProvider[]> {
      return (await transport.json<{ items: LoginProvider[] }>('/login-providers', { signal, auth: 'none' })).items;
    },
    /** Where to send the browser; it comes back to `next`, a place of this site. */
    async start(id: string, next?: string): Promise<string> {
      const answer = await transport.json<{ url: string }>(`/login-providers/${encodeURIComponent(id)}/start`, {
        method: 'POST',
        json: next === undefined ? {} : { next },
        auth: 'none',
      });
      return answer.url;
    },
    async mine(signal?: AbortSignal): Promise<MyLoginProvider[]> {
      return (await transport.json<{ items: MyLoginProvider[] }>('/me/login-providers', { signal })).items;
    },
    /** Where to send the browser so that an account there logs in to mine. */
    async startLink(id: string, proof: Proof): Promise<string> {
      return (await transport.json<{ url: string }>(`${path(id)}/start`, { method: 'POST', json: proof })).url;
    },
    async unlink(id: string, proof: Proof): Promise<void> {
      await transport.request(`${path(id)}/removal`, { method: 'POST', json: proof });
    },
    /** For administrators; `redirectUri` is what a provider has to know. */
    managed(signal?: AbortSignal): Promise<{ items: ManagedLoginProvider[]; redirectUri: string }> {
      return transport.json('/admin/login-providers', { signal });
    },
    add(provider: NewLoginProvider): Promise<ManagedLoginProvider> {
      return transport.json('/admin/login-providers', { method: 'POST', json: provider });
    },
    async remove(id: string): Promise<void> {
      await transport.request(`/admin/login-providers/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
}
