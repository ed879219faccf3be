import assert from 'node:assert/strict';
import { ApiError, createClient, SecondStepNeeded } from '@kinora/sdk';
import { cookieFetch, registerAccount } from '@kinora/testing';
import { TOTP } from 'otpauth';
import { scenario } from '../scenario.ts';

scenario('who has an authenticator app logs in with a code besides, in a page and in a program', async (platform) => {
  const { page, email, password } = await registerAccount(platform);
  const { secret } = await page.security.offerTotp({ password });
  const codeIn = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  const [first = ''] = await page.security.confirmTotp(codeIn(0));
  assert.equal((await page.security.get()).recoveryCodesLeft, 10);

  const anonymous = createClient({ baseUrl: platform.url, fetch: cookieFetch(platform.url, { cookies: new Map() }) });
  const stepOf = (asked: Promise<unknown>) =>
    asked.then(
      () => assert.fail('the password alone is enough'),
      (error: unknown) => (error instanceof SecondStepNeeded ? error.challenge : Promise.reject(error)),
    );
  const challenge = await stepOf(anonymous.identity.logIn({ email, password }));
  await assert.rejects(anonymous.identity.finishLogIn({ challenge, code: '000 000' }), isCode('identity.wrong_code'));
  assert.equal((await anonymous.identity.finishLogIn({ challenge, code: codeIn(1) })).email, email);

  const program = await stepOf(anonymous.identity.issueTokens({ email, password }));
  const tokens = await anonymous.identity.finishTokens({ challenge: program, code: first, deviceName: 'shed' });
  assert.equal(tokens.account.email, email);
  assert.equal((await page.security.get()).recoveryCodesLeft, 9);
  assert.ok((await page.identity.sessions()).some(({ userAgent }) => userAgent === 'shed'));

  await page.security.removeTotp({ password });
  assert.equal((await anonymous.identity.logIn({ email, password })).email, email);
});

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}
