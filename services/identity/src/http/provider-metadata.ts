import { IDENTITY_SCOPES, type RouteRequest, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { issuerOf } from './issuer-of.ts';

const names = z.array(z.string());
const CLIENT_PROOFS = ['client_secret_basic', 'client_secret_post', 'none'];

/** The same document at two addresses: OpenID Connect Discovery §3 and RFC 8414 §3. */
export const providerMetadata = {
  method: 'GET',
  summary: 'How apps log people in here (OpenID Connect Discovery §3, RFC 8414).',
  policy: 'public',
  scopes: SCOPES,
  answers: {
    200: z.object({
      issuer: z.string(),
      authorization_endpoint: z.string(),
      token_endpoint: z.string(),
      userinfo_endpoint: z.string(),
      revocation_endpoint: z.string(),
      jwks_uri: z.string(),
      scopes_supported: names,
      response_types_supported: names,
      response_modes_supported: names,
      grant_types_supported: names,
      subject_types_supported: names,
      id_token_signing_alg_values_supported: names,
      token_endpoint_auth_methods_supported: names,
      revocation_endpoint_auth_methods_supported: names,
      code_challenge_methods_supported: names,
      claims_supported: names,
      prompt_values_supported: names,
      request_uri_parameter_supported: z.boolean(),
      authorization_response_iss_parameter_supported: z.boolean(),
    }),
  },
  async handle(context: IdentityContext, { raw, reply }: RouteRequest<'public', unknown, unknown, unknown>) {
    const issuer = await issuerOf(context, raw);
    reply.header('cache-control', 'public, max-age=60');
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/api/v1/oauth/token`,
      userinfo_endpoint: `${issuer}/api/v1/oauth/userinfo`,
      revocation_endpoint: `${issuer}/api/v1/oauth/revocation`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: [...IDENTITY_SCOPES, ...SCOPES, 'offline_access'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: CLIENT_PROOFS,
      revocation_endpoint_auth_methods_supported: CLIENT_PROOFS,
      code_challenge_methods_supported: ['S256'],
      claims_supported: ['sub', 'name', 'email', 'email_verified', 'auth_time', 'nonce'],
      prompt_values_supported: ['none', 'login', 'consent'],
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
    };
  },
} as const;
