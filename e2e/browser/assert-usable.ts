import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export type Size = keyof typeof SIZES;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** No finding of axe-core in the size given, and nothing to be scrolled sideways in any. */
export async function assertUsable(page: Page, path: string, size: Size): Promise<void> {
  await page.setViewportSize(SIZES[size]);
  await page.goto(path);
  await page.locator('h1, main').first().waitFor();
  await page.waitForLoadState('networkidle');
  await assertUsableNow(page, path);
}

/** The same of the page in the state that it is in; it ends in the last of the sizes. */
export async function assertUsableNow(page: Page, name: string): Promise<void> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
  assert.deepEqual(found, [], name);
  for (const other of Object.values(SIZES)) {
    await page.setViewportSize(other);
    const sideways = await page
      .locator('html')
      .evaluate((html: { scrollWidth: number; clientWidth: number }) => html.scrollWidth - html.clientWidth);
    assert.ok(sideways <= 0, `${name} is ${sideways} px too wide for ${other.width} px`);
  }
}
