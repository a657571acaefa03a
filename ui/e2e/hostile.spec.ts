import { expect, HOSTILE, test, traceId } from './fixtures';

/** The fixture fails each of these as soon as anything of another origin is asked for, or the policy is broken. */
const TABS = ['main', 'io', 'attributes', 'events', 'feedback', 'raw'];
const SPANS = ['1', '2', '3', '4'].map((number) => number.padStart(16, '0'));

for (const span of SPANS) {
  test(`nothing in the payload of span ${span} runs or is fetched, on any tab`, async ({
    page,
  }) => {
    for (const tab of TABS) {
      await page.goto(`/traces/${traceId(HOSTILE, 1)}`);
      await expect(page).toHaveURL(/\/experiments\//);
      await page.goto(`${page.url().split('?')[0]}?span=${span}&tab=${tab}`);
      await expect(page.getByRole('region', { name: 'Span' })).toBeVisible();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
      expect(await page.locator('main img, main svg a, main iframe, main object').count()).toBe(0);
      const links = await page
        .locator('main a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      expect(links.filter((href) => /^\s*(javascript|data|vbscript):/i.test(href))).toEqual([]);
    }
  });
}

test('a name that is markup is text in the table', async ({ page, experiments }) => {
  await page.goto(`/experiments/${experiments['hostile']}/traces`);
  await expect(page.getByRole('grid')).toContainText('<script>');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('texts that turn the direction of writing, and characters that cannot be seen, are shown', async ({
  page,
}) => {
  await page.goto(`/traces/${traceId(HOSTILE, 1)}`);
  await expect(page).toHaveURL(/\/experiments\//);
  await page.goto(`${page.url().split('?')[0]}?span=${SPANS[0]}&tab=attributes`);
  const pane = page.getByRole('region', { name: 'Span' });
  await expect(pane).toContainText('rtl');
  const text = (await pane.textContent()) ?? '';
  expect(text).not.toContain('\u202e');
  expect(text).not.toContain('\u0000');
});
