import { type Account, type Client, createClient, refreshTokenAuth, sessionAuth, type TokenPair } from '@kinora/sdk';
import { type CookieJar, cookieFetch } from './cookie-fetch.ts';

export interface Person {
  account: Account;
  email: string;
  password: string;
  /** As a program: rotating refresh tokens. */
  client: Client;
  /** The newest pair of `client`. */
  tokens: TokenPair;
  /** As a page: session cookie and access tokens bought with it. */
  page: Client;
  jar: CookieJar;
}

let count = 0;

/** Registers over the public API, as a page does, and logs in a program beside it. */
export async function registerAccount(
  platform: { url: string },
  options: { name?: string; email?: string; password?: string; setupToken?: string; invitationToken?: string } = {},
): Promise<Person> {
  count++;
  const name = options.name ?? `Person ${count}`;
  const email =
    options.email ?? `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}.${process.pid}.${count}@example.org`;
  const password = options.password ?? `a long pass phrase ${count}`;
  const jar: CookieJar = { cookies: new Map() };
  const page = createClient({ baseUrl: platform.url, fetch: cookieFetch(platform.url, jar), auth: sessionAuth() });
  const account = await page.identity.register({
    email,
    password,
    displayName: name,
    ...(options.setupToken ? { setupToken: options.setupToken } : {}),
    ...(options.invitationToken ? { invitationToken: options.invitationToken } : {}),
  });
  if (!account) throw new Error('The registration waits to be accepted.');
  const first = await page.identity.issueTokens({ email, password, deviceName: 'test' });
  const person = { account, email, password, page, jar, tokens: first };
  const client = createClient({
    baseUrl: platform.url,
    auth: refreshTokenAuth({
      refreshToken: first.refreshToken,
      onTokens: (tokens) => {
        person.tokens = tokens;
      },
    }),
  });
  return Object.assign(person, { client });
}
