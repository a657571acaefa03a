import { AxeBuilder } from '@axe-core/playwright';
import { expect, HOSTILE, LARGE, type Page, SHOP, test, traceId } from './fixtures';

/** Every page, and what says that it is there. */
const PAGES: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['traces', '/experiments/0/traces', (page) => seen(page, 'answer')],
  ['trace', `/experiments/0/traces/${traceId(SHOP, 3)}`, (page) => seen(page, 'look_up_order')],
  ['large trace', `/traces/${traceId(LARGE, 1)}`, (page) => seen(page, 'step 1')],
  ['hostile trace', `/traces/${traceId(HOSTILE, 1)}`, (page) => seen(page, 'documents')],
  ['sessions', '/experiments/0/sessions', (page) => seen(page, 'session-3')],
  ['session', '/experiments/0/sessions/session-3', (page) => seen(page, 'Where is my order')],
  ['overview', '/experiments/0/overview', (page) => seen(page, 'look_up_order')],
  [
    'compare',
    `/experiments/0/compare?a=${traceId(SHOP, 3)}&b=${traceId(SHOP, 4)}`,
    (page) => seen(page, 'look_up_order'),
  ],
  ['file', '/file', (page) => seen(page, 'file')],
];

async function seen(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('main').getByText(text).first()).toBeVisible();
  await atRest(page);
}

/** What still loads moves, and axe reads colours and places one after the other. */
async function atRest(page: Page): Promise<void> {
  let last = '';
  await expect(async () => {
    const before = last;
    last = await page.getByRole('main').innerHTML();
    expect(last === before).toBe(true);
  }).toPass({ intervals: [400] });
}

for (const theme of ['light', 'dark'] as const) {
  for (const [name, path, there] of PAGES) {
    test(`axe finds nothing serious on the page ${name} in the ${theme} theme`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.goto(path);
      await there(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n  ')}`),
      ).toEqual([]);
    });
  }
}

test.describe('with everything twice as large', () => {
  // What a window of 1440 pixels has left at a zoom of 200 %.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  for (const [name, path, there] of PAGES) {
    test(`the page ${name} fits its window, and can be used`, async ({ page }) => {
      await page.goto(path);
      await there(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(720);
      const { violations } = await new AxeBuilder({ page }).withTags('wcag2a').analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`),
      ).toEqual([]);
    });
  }
});

for (const [name, path, there] of PAGES) {
  test(`the page ${name} fits a window of 320 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    if (name !== 'compare') await there(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  });
}
