/** What takes a proof that the account is the caller's, besides the session. */
export const PROOF_PURPOSES = [
  'add-passkey',
  'add-totp',
  'create-token',
  'leave',
  'link-provider',
  'offer-channel',
  'remove-passkey',
  'remove-totp',
  'renew-recovery-codes',
  'unlink-provider',
] as const;
export type ProofPurpose = (typeof PROOF_PURPOSES)[number];
