/** What a personal token or an app may be given; words for people are in the pages. */
export const SCOPES = ['read', 'upload', 'manage', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Of tokens that only say who somebody is (OpenID Connect Core §5.4). */
export const IDENTITY_SCOPES = ['openid', 'profile', 'email'] as const;
export type IdentityScope = (typeof IDENTITY_SCOPES)[number];

export const SCOPE_TEXTS: Record<Scope | IdentityScope, string> = {
  read: 'See what the account sees, and watch.',
  upload: 'Make videos and send their files and captions.',
  manage: 'Change and delete videos and channels, and the name of the account.',
  admin: 'Moderate and administer, as far as the account may.',
  openid: 'Learn which account it is.',
  profile: 'Learn its name.',
  email: 'Learn its e-mail address.',
};

export type GrantedScope = Scope | IdentityScope;

const KNOWN: ReadonlySet<string> = new Set([...SCOPES, ...IDENTITY_SCOPES]);

/** From the form of RFC 6749 §3.3; what is not known here opens nothing. */
export function parseScopes(text: string): GrantedScope[] {
  return text.split(' ').filter((name): name is GrantedScope => KNOWN.has(name));
}
