import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { json, outcome, startSite, type TestPerson } from './people.ts';

export const CALLBACK = 'https://wiki.example.org/callback';
export const LOOPBACK = 'http://127.0.0.1/callback';
export const HERE = 'http://127.0.0.1:49152/callback';
export const isInvalidGrant = { error: 'invalid_grant' };

interface App {
  id: string;
  clientSecret: string | null;
}

interface Way {
  config: oidc.Configuration;
  url: URL;
  checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce?: string };
}

export const paramsOf = (url: URL) => Object.fromEntries(url.searchParams);

/** Identity alone with a tool and a native app, and what programs that we did not write do with it. */
export async function startApps() {
  const site = await startSite();
  const register = async (app: Record<string, unknown>): Promise<App> => {
    const answer = await site.admin.ask('POST', '/admin/apps', app);
    assert.equal(answer.status, 201, await answer.clone().text());
    return json<App>(answer);
  };
  const tool = await register({ name: 'Wiki', kind: 'tool', redirectUris: [CALLBACK] });
  const native = await register({
    name: 'Films',
    kind: 'native',
    redirectUris: [LOOPBACK, 'org.example.films:/callback'],
  });

  /** As a program that we did not write knows this site. */
  const clientOf = (app: App): Promise<oidc.Configuration> => {
    const proof = app.clientSecret ? oidc.ClientSecretBasic(app.clientSecret) : oidc.None();
    const execute = [oidc.allowInsecureRequests];
    return oidc.discovery(new URL(site.service.url), app.id, undefined, proof, { execute });
  };

  const leave = async (app: App, more: Record<string, string> = {}): Promise<Way> => {
    const config = await clientOf(app);
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: app === native ? HERE : CALLBACK,
      scope: app === native ? 'read upload' : 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state,
      ...more,
    });
    const checks = { pkceCodeVerifier, expectedState: state, ...(more.nonce ? { expectedNonce: more.nonce } : {}) };
    return { config, url, checks };
  };

  /** As the page does it. */
  const allow = (person: TestPerson, url: URL, more: { allow?: boolean; params?: Record<string, string> } = {}) =>
    person.ask('POST', '/oauth/authorization', {
      params: { ...paramsOf(url), ...more.params },
      allow: more.allow ?? true,
    });

  const comeBack = async (person: TestPerson, url: URL, more: Parameters<typeof allow>[2] = {}): Promise<URL> => {
    const answer = await allow(person, url, more);
    assert.equal(answer.status, 200, await answer.clone().text());
    return new URL((await json<{ redirectTo: string }>(answer)).redirectTo);
  };

  const logIn = async (app: App, person: TestPerson, more: Record<string, string> = {}) => {
    const way = await leave(app, more);
    const back = await comeBack(person, way.url);
    return { ...way, back, tokens: await oidc.authorizationCodeGrant(way.config, back, way.checks) };
  };

  const describeAt = (url: URL, ask: (method: string, path: string) => Promise<Response> = site.ask) =>
    ask('GET', `/oauth/authorization?${url.searchParams}`);
  const as = (token: string, path: string) =>
    outcome(site.ask('GET', path, undefined, { authorization: `Bearer ${token}` }));
  const refusedSoon = async (token: string): Promise<void> => {
    const until = Date.now() + 1000;
    let last = '';
    while (Date.now() < until) {
      last = await as(token, '/me');
      if (last.startsWith('401')) return;
    }
    assert.equal(last, '401', 'within a second');
  };
  return { site, tool, native, register, clientOf, leave, allow, comeBack, logIn, describeAt, as, refusedSoon };
}
