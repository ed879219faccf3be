import type { Transport } from './transport.ts';

/** Shown again before how one logs in is changed; a passkey as the browser answers what `askProof` gave, as JSON. */
export type Proof = { password: string } | { code: string } | { passkey: unknown };

/** What a passkey is asked for: it counts for nothing else. */
export type ProofPurpose =
  | 'add-passkey'
  | 'add-totp'
  | 'create-token'
  | 'leave'
  | 'link-provider'
  | 'offer-channel'
  | 'remove-passkey'
  | 'remove-totp'
  | 'renew-recovery-codes'
  | 'unlink-provider';

export interface Security {
  /** Since when an authenticator app is asked for codes. */
  totpSince: string | null;
  recoveryCodesLeft: number;
  passkeys: number;
}

/** How the account logs in. */
export function securityApi(transport: Transport) {
  return {
    get(signal?: AbortSignal): Promise<Security> {
      return transport.json('/me/security', { signal });
    },
    /** What the browser needs to show one of my passkeys before this act. */
    async askProof(purpose: ProofPurpose): Promise<Record<string, unknown>> {
      const asked = transport.json<{ options: Record<string, unknown> }>('/me/proofs', {
        method: 'POST',
        json: { purpose },
      });
      return (await asked).options;
    },
    /** A secret for an app, also as the address that apps read from a picture. */
    offerTotp(proof: Proof): Promise<{ secret: string; uri: string }> {
      return transport.json('/me/totp', { method: 'POST', json: proof });
    },
    /** Codes are asked for from now on; answers the recovery codes. */
    async confirmTotp(code: string): Promise<string[]> {
      const answer = await transport.json<{ recoveryCodes: string[] }>('/me/totp/confirmation', {
        method: 'POST',
        json: { code },
      });
      return answer.recoveryCodes;
    },
    async removeTotp(proof: Proof): Promise<void> {
      await transport.request('/me/totp/removal', { method: 'POST', json: proof });
    },
    /** Those before are of no use any more. */
    async renewRecoveryCodes(proof: Proof): Promise<string[]> {
      const answer = await transport.json<{ recoveryCodes: string[] }>('/me/recovery-codes', {
        method: 'POST',
        json: proof,
      });
      return answer.recoveryCodes;
    },
  };
}
