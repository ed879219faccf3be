import { asFetch, type OutboundClient } from '@kinora/kernel';
import type { ClientAuth, Configuration } from 'openid-client';
import { z } from 'zod';

/** Loaded by the first who comes from a provider, or connects one. */
const load = () => import('openid-client');

const LIMITS = { maxBytes: 1_000_000, timeoutMs: 10_000 };

export interface ProviderAccess {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What is believed of a person; an address counts where the provider has proved it. */
export interface ProviderPerson {
  subject: string;
  email: string | undefined;
  name: string | undefined;
}

const claims = z.object({
  email: z.string().max(254).optional(),
  email_verified: z.boolean().optional(),
  name: z.string().max(500).optional(),
});

/** OpenID Connect as the side that relies on a provider. All requests go through the guarded client. */
export function createProviderClient(outbound: OutboundClient) {
  /** Throws where nothing answers like a provider. */
  const configure = async ({ issuer, clientId, clientSecret }: ProviderAccess): Promise<Configuration> => {
    const { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, customFetch, discovery } = await load();
    const url = new URL(issuer);
    const authenticate: ClientAuth = (server, ...rest) => {
      const post = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
      return (post ? ClientSecretPost : ClientSecretBasic)(clientSecret)(server, ...rest);
    };
    return discovery(url, clientId, undefined, authenticate, {
      [customFetch]: asFetch(outbound, LIMITS) as never,
      ...(isHere(url) ? { execute: [allowInsecureRequests] } : {}),
    });
  };
  return {
    configure,
    async leave(access: ProviderAccess, { scopes, redirectUri }: { scopes: string; redirectUri: string }) {
      const openid = await load();
      const configuration = await configure(access);
      const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
      const url = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: scopes,
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, state, nonce, verifier };
    },
    async comeBack(
      access: ProviderAccess,
      { url, state, nonce, verifier }: { url: URL; state: string; nonce: string; verifier: string },
    ): Promise<ProviderPerson> {
      const { authorizationCodeGrant, fetchUserInfo } = await load();
      const configuration = await configure(access);
      const tokens = await authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const proven = tokens.claims();
      if (!proven) throw new Error('The provider has sent no ID token.');
      const asked = configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = asked ? await fetchUserInfo(configuration, tokens.access_token, proven.sub) : {};
      const { email, email_verified: verified, name } = claims.parse({ ...proven, ...more });
      return { subject: proven.sub, email: verified === true ? email : undefined, name };
    },
  };
}

export type ProviderClient = ReturnType<typeof createProviderClient>;

/** Unencrypted only within this machine. */
function isHere({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname));
}
