import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { assertUsableNow } from './assert-usable.ts';

/** By the keyboard alone: to a page by a part of its name, to the list of keys and out of it. */
export async function playCommands(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Account' }).waitFor();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Go to or do…' });
  await field.waitFor();
  await field.fill('no such thing');
  await page.getByText('Nothing is called “no such thing” here.').waitFor();
  await assertUsableNow(page, 'nothing found');
  await field.fill('secur');
  const [chosen] = await page.getByRole('option', { selected: true }).allInnerTexts();
  assert.match(chosen ?? '', /^Security/);
  await assertUsableNow(page, 'what can be done from anywhere');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/security');
  await field.waitFor({ state: 'hidden' });

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await keys.getByText('Show this list').waitFor();
  await assertUsableNow(page, 'the list of keys');
  await page.keyboard.press('Escape');
  await keys.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Go to or do…' }).click();
  await field.fill('dark');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
}
