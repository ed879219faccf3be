import type { Account } from './identity.ts';
import type { Proof } from './security.ts';
import type { Transport } from './transport.ts';

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  /** Null where it has not been used so far. */
  lastUsedAt: string | null;
}

/** Options go to the browser's `navigator.credentials`, what it answers comes back, both as JSON (WebAuthn Level 3). */
export function passkeysApi(transport: Transport) {
  return {
    async list(signal?: AbortSignal): Promise<Passkey[]> {
      return (await transport.json<{ items: Passkey[] }>('/me/passkeys', { signal })).items;
    },
    /** What the browser needs to make one. */
    async offer(proof: Proof): Promise<Record<string, unknown>> {
      return optionsOf(await transport.json('/me/passkeys/options', { method: 'POST', json: proof }));
    },
    add(passkey: { name: string; credential: unknown }): Promise<Passkey> {
      return transport.json('/me/passkeys', { method: 'POST', json: passkey });
    },
    async remove(id: string, proof: Proof): Promise<void> {
      await transport.request(`/me/passkeys/${encodeURIComponent(id)}/removal`, { method: 'POST', json: proof });
    },
    /** What the browser needs to show one. */
    async ask(): Promise<Record<string, unknown>> {
      return optionsOf(await transport.json('/sessions/passkey/options', { method: 'POST', auth: 'none' }));
    },
    async logIn(credential: unknown): Promise<Account> {
      const answer = await transport.json<{ account: Account }>('/sessions/passkey', {
        method: 'POST',
        json: { credential },
        auth: 'none',
      });
      transport.auth.reset();
      return answer.account;
    },
  };
}

function optionsOf({ options }: { options: Record<string, unknown> }): Record<string, unknown> {
  return options;
}
