import { type GrantedScope, parseScopes } from '@kinora/kernel';
import type { AppKind } from './redirect-uri.ts';

/** As an app sends it with the browser (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1). */
export interface AuthorizationParams {
  response_type?: string | undefined;
  response_mode?: string | undefined;
  scope?: string | undefined;
  code_challenge?: string | undefined;
  code_challenge_method?: string | undefined;
  prompt?: string | undefined;
  max_age?: string | undefined;
  request?: string | undefined;
  request_uri?: string | undefined;
}

/** RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6. */
export type AuthorizationError =
  | 'access_denied'
  | 'consent_required'
  | 'invalid_request'
  | 'invalid_scope'
  | 'login_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'unsupported_response_type';

export interface Wanted {
  scopes: GrantedScope[];
  /** Refresh tokens; native apps have them always. */
  offline: boolean;
  challenge: string | null;
  /** Without asking anybody. */
  silent: boolean;
  /** Asked again although it was allowed before. */
  ask: boolean;
  /** How long ago the log-in may be. */
  maxAgeS: number | undefined;
}

/** Who has logged in just now need not do it again: they come from there. */
const FRESH_S = 60;

/** What a known app asks for, or why it may not. */
export function readAuthorizationRequest(params: AuthorizationParams, kind: AppKind): Wanted | AuthorizationError {
  if (params.request !== undefined) return 'request_not_supported';
  if (params.request_uri !== undefined) return 'request_uri_not_supported';
  if (params.response_type !== 'code') return 'unsupported_response_type';
  if (params.response_mode !== undefined && params.response_mode !== 'query') return 'invalid_request';
  const challenge = params.code_challenge;
  if (challenge === undefined) {
    // Whoever can keep no secret proves by the verifier that the code is its own.
    if (kind === 'native' || params.code_challenge_method !== undefined) return 'invalid_request';
  } else if (params.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(challenge)) return 'invalid_request';
  const words = (params.scope ?? '').split(' ');
  const scopes = [...new Set(parseScopes(params.scope ?? ''))];
  if (scopes.length === 0) return 'invalid_scope';
  const prompts = (params.prompt ?? '').split(' ').filter(Boolean);
  if (prompts.includes('none') && prompts.length > 1) return 'invalid_request';
  const maxAge = params.max_age;
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) return 'invalid_request';
  return {
    scopes,
    offline: kind === 'native' || words.includes('offline_access'),
    challenge: challenge ?? null,
    silent: prompts.includes('none'),
    // Another app on the machine may have taken a native one's name (RFC 8252 §8.6).
    ask: kind === 'native' || prompts.includes('consent'),
    maxAgeS: prompts.includes('login') ? FRESH_S : maxAge === undefined ? undefined : Math.max(FRESH_S, Number(maxAge)),
  };
}

/** Back to the app, with what it sent along. */
export function backToApp(redirectUri: string, answer: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(answer)) if (value !== undefined) params.set(name, value);
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${params}`;
}
