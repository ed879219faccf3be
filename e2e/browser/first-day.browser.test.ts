import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  makePicture,
  type OidcProvider,
  type SmtpServer,
  startOidcProvider,
  startPlatform,
  startSmtpServer,
  type TestPlatform,
} from '@kinora/testing';
import type { Page } from 'playwright-core';
import { SIZES } from './assert-usable.ts';
import { countClicks, registerInPage } from './page-steps.ts';
import { startBrowser, type TestBrowser } from './start-browser.ts';

const SITE = 'Harbour & “Söhne”';
const ADDRESSES = Array.from({ length: 30 }, (_, index) => `Guest ${index} <guest.${index}@example.org>`);
const CREDENTIALS = { user: 'kinora', password: 'sesame' };
/** From the set-up link to thirty invitations. */
const MOST_CLICKS = 25;

let platform: TestPlatform;
let browser: TestBrowser;
let smtp: SmtpServer;
let club: OidcProvider;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  browser = await startBrowser(platform.url);
  smtp = await startSmtpServer({ credentials: CREDENTIALS });
  club = await startOidcProvider(`${platform.url}/api/v1/login-providers/callback`);
});
after(async () => {
  await club?.[Symbol.asyncDispose]();
  await smtp?.stop();
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});

test('from the set-up link to thirty invited people, without an address typed, and each of them sees what was set', {
  timeout: 120_000,
}, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const clicks = await countClicks(page);
  const { email } = await registerInPage(page, `/setup?token=${await platform.setupToken()}`);
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Administration' }).click();
  await nameTheSite(page);
  await connectMail(page, email);
  await connectProvider(page);
  await setQuota(page);
  await invite(page);
  const counted = await clicks();
  assert.ok(counted <= MOST_CLICKS, `${counted} clicks`);

  const { text } = await smtp.arrived('guest.7@example.org', /invites you/);
  const link = /http\S+\/invite#\S+/.exec(text)?.[0] ?? '';
  await using theirs = await browser.open();
  await comeIn(theirs.page, link);
  await using member = await browser.open();
  await comeFromTheClub(member.page);
  assert.deepEqual([errors, theirs.errors, member.errors], [[], [], []]);
});

async function nameTheSite(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'This site' }).click();
  await page.getByLabel('Name', { exact: true }).fill(SITE);
  await page.getByLabel('About', { exact: true }).fill('# Films\n[x](javascript:alert(1)) <b>');
  await page.getByRole('heading', { name: 'Films' }).waitFor();
  const picture = { name: 'x.png', mimeType: 'image/png', buffer: await makePicture('png') };
  await page.locator('input[type=file]').setInputFiles(picture);
  await page.getByRole('banner').locator('img').waitFor();
  await page.getByRole('banner').getByText(SITE).waitFor();
}

async function connectMail(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Mail' }).click();
  await page.getByLabel('Server', { exact: true }).fill(smtp.host);
  await page.getByLabel('Encryption').selectOption('none');
  await page.getByLabel('Port').fill(`${smtp.port}`);
  await page.getByLabel('User').fill(CREDENTIALS.user);
  await page.getByLabel('Password', { exact: true }).fill('a guess');
  await page.getByLabel('Mail comes from').fill('kinora@example.org');
  const connect = page.getByRole('button', { name: 'Save and send a test mail' });
  await connect.click();
  await page.getByRole('alert').getByText('These are not the user and the password').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(CREDENTIALS.password);
  await connect.click();
  await page.getByText(`The server has taken a test mail to ${email}.`).waitFor();
  assert.equal((await smtp.arrived(email, /mail works/)).from.name, SITE);
}

async function connectProvider(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Log-in', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('the club');
  await page.getByLabel('Issuer').fill(club.issuer);
  await page.getByLabel('Client ID').fill(club.clientId);
  await page.getByLabel('Client secret').fill(club.clientSecret);
  await page.getByRole('switch', { name: 'Who comes for the first time gets an account' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: 'Remove the club' }).waitFor();
}

async function setQuota(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Storage' }).click();
  await page.getByRole('button', { name: 'Change what every account may keep' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Own', { exact: true }).click();
  await dialog.getByLabel('Gigabytes').fill('5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('5 GB each').waitFor();
}

async function invite(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Registration' }).click();
  await page.getByText('By invitation', { exact: true }).click();
  await page.getByText('Only those come in whom you invite.').waitFor();
  await page.getByLabel('Addresses').fill([...ADDRESSES, 'no address'].join('\n'));
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('30 invitations are on the way.').waitFor();
  assert.equal(await page.getByLabel('Addresses').inputValue(), 'no address', 'what is wrong is not lost');
}

async function comeIn(guest: Page, link: string): Promise<void> {
  await guest.goto(link);
  await guest.getByRole('heading', { name: `Welcome to ${SITE}` }).waitFor();
  assert.ok(!guest.url().includes('#'), 'the token leaves the address bar');
  await guest.locator('input[name=displayName]').fill('Guest seven');
  assert.equal(await guest.getByLabel('E-mail').inputValue(), 'guest.7@example.org');
  await guest.locator('input[name=password]').fill('several long words');
  await guest.locator('form button[type=submit]').click();
  await guest.getByRole('link', { name: 'Create' }).first().click();
  await guest.getByText('of 5 GB', { exact: false }).waitFor();
  assert.ok((await guest.title()).endsWith(SITE), await guest.title());
  await guest.goto('/admin');
  await guest.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await guest.getByRole('navigation', { name: 'Administration' }).count(), 0);
  await guest.goto('/about');
  await guest.getByText('[x](javascript:alert(1)) <b>').waitFor();
}

/** The club says who somebody is; by invitation only means them, too. */
async function comeFromTheClub(member: Page): Promise<void> {
  await club.become({ sub: 'joy', email: 'joy@club.example', email_verified: true, name: 'Joy' });
  await member.goto('/login');
  await member.getByRole('button', { name: 'Log in with the club' }).click();
  await member.getByText('Accounts are made by invitation only here.').waitFor();
}
