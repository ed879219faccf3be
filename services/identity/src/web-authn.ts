/** Twenty megabytes that only passkeys need: loaded by the first of them, and not by each start. */
export const loadWebAuthn = () => import('@simplewebauthn/server');
export const loadWebAuthnHelpers = () => import('@simplewebauthn/server/helpers');
