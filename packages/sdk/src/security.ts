import type { Transport } from './transport.ts';

/** Shown again before how one logs in is changed. */
export type Proof = { password: string } | { code: string };

export interface Security {
  /** Since when an authenticator app is asked for codes. */
  totpSince: string | null;
  recoveryCodesLeft: number;
}

/** How the account logs in. */
export function securityApi(transport: Transport) {
  return {
    get(signal?: AbortSignal): Promise<Security> {
      return transport.json('/me/security', { signal });
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
