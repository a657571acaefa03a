import { expect, LARGE, SHOP, test, traceId } from './fixtures';

test('every session is in the list, and leads to its conversation and its traces', async ({
  page,
}) => {
  await page.goto('/experiments/0/sessions');
  await page.getByRole('link', { name: 'session-39' }).click();
  await expect(page).toHaveURL(/\/sessions\/session-39/);
  await expect(page.getByRole('article', { name: /^Turn/ })).not.toHaveCount(0);
  await page
    .getByRole('link', { name: /open trace/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/traces\/tr-/);
});

test('figures lead to their traces', async ({ page }) => {
  await page.goto('/experiments/0/overview');
  await expect(page.getByRole('main')).toContainText('240');
  await page
    .getByRole('link', { name: /look_up_order/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/traces\?.*look_up_order/);
});

test('two traces are laid beside each other', async ({ page }) => {
  await page.goto(`/experiments/0/compare?a=${traceId(SHOP, 3)}&b=${traceId(SHOP, 4)}`);
  const spans = page.getByRole('treegrid', { name: 'Spans of both traces' });
  await expect(spans.getByRole('row', { name: /look_up_order/ })).toContainText('Error → OK');
  await spans.getByRole('row', { name: /chat/ }).click();
  await expect(page.getByRole('region', { name: 'Values of the selected spans' })).toContainText(
    'helmet',
  );
});

test('a trace of 50,000 spans is compared with itself', async ({ page, experiments }) => {
  const id = traceId(LARGE, 1);
  await page.goto(`/experiments/${experiments['large']}/compare?a=${id}&b=${id}`);
  await expect(page.getByRole('main')).toContainText(/0 of 50,000 rows differ/);
});

test('an exported trace opens again from its file, without the server', async ({ page }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 3)}`);
  await page.getByRole('button', { name: /^Export/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /MLflow/ }).click();
  const file = await (await download).path();
  await page.goto('/file');
  await page.waitForLoadState('networkidle');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('#main input[type=file]').setInputFiles(file);
  await expect(
    page.getByRole('treegrid').getByRole('row', { name: /look_up_order/ }),
  ).toBeVisible();
  expect(asked.filter((url) => url.includes('/ui-api/'))).toEqual([]);
});

test('a file that is dropped on any page is opened', async ({ page, request }) => {
  const answer = await request.get(`/ui-api/1/traces/${traceId(SHOP, 3)}/export?format=otlp`);
  const text = await answer.text();
  await page.goto('/experiments/0/overview');
  await expect(page.getByRole('main')).toContainText('240');
  const files = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'trace.json', { type: 'application/json' }));
    return transfer;
  }, text);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator('main').dispatchEvent(type, { dataTransfer: files });
  }
  await expect(page).toHaveURL(/\/file$/);
  await expect(
    page.getByRole('treegrid').getByRole('row', { name: /look_up_order/ }),
  ).toBeVisible();
});

test('a trace as one HTML file shows itself without any request', async ({ page, context }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 3)}`);
  await page.getByRole('button', { name: /^Export/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /HTML/ }).click();
  const saved = test.info().outputPath('trace.html');
  await (await download).saveAs(saved);
  const alone = await context.newPage();
  const asked: string[] = [];
  alone.on('request', (request) => {
    if (!request.url().startsWith('blob:') && !request.url().startsWith('data:')) {
      asked.push(request.url());
    }
  });
  await alone.goto('file://' + saved);
  await expect(
    alone.getByRole('treegrid').getByRole('row', { name: /look_up_order/ }),
  ).toBeVisible();
  expect(asked).toEqual(['file://' + saved]);
  const notices = await alone.locator('#third-party-notices').evaluate((said) => said.innerHTML);
  expect(notices).toContain('react-dom');
});

test("links of MLflow's UI lead to the same trace here", async ({ page }) => {
  await page.goto(`/#/experiments/0/traces?selectedEvaluationId=${traceId(SHOP, 3)}`);
  await expect(page).toHaveURL(new RegExp(`/experiments/0/traces/${traceId(SHOP, 3)}`));
  await expect(page.getByRole('treegrid')).toBeVisible();
});

test('the palette finds commands, and opens a trace by a traceparent', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await expect(page.getByRole('grid')).toBeVisible();
  const words = page.getByRole('dialog').getByRole('searchbox');
  const chosen = page.locator('[role=menuitem][data-focused]');
  await page.keyboard.press('Control+k');
  await expect(words).toBeFocused();
  await page.keyboard.type('overview');
  await expect(chosen).toContainText(/overview/i);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/overview/);
  await page.keyboard.press('Control+k');
  await expect(words).toBeFocused();
  await page.keyboard.type(`00-${traceId(SHOP, 3).slice(3)}-0000000000000004-01`);
  await expect(chosen).toContainText('Open the trace of');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/traces\/tr-.*span=0000000000000004/);
});

test('the theme that is chosen stays', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
