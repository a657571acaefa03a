import { expect, MANY, type Page, SHOP, test, traceId } from './fixtures';

const rows = (page: Page) => page.getByRole('grid').getByRole('row');
const status = (page: Page) => page.getByRole('status').filter({ hasText: /\d+ of [\d,]+/ });

/** Goes to the bar once the page is there. */
async function toBar(page: Page): Promise<void> {
  await expect(status(page)).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Query' })).toBeFocused();
}

async function query(page: Page, text: string): Promise<void> {
  await toBar(page);
  await page.keyboard.type(text + ' ');
  await page.keyboard.press('Escape');
}

test('a hundred thousand traces are one page of the server and a few rows of the document', async ({
  page,
  request,
  experiments,
}) => {
  const answer = await request.post('/ui-api/1/traces/count', {
    data: { experiment_ids: [experiments['many']] },
  });
  const { count } = (await answer.json()) as { count: number };
  expect(count).toBe(100_000);
  const searches: string[] = [];
  page.on('request', (request) => {
    const asked = request.postData() ?? '';
    if (request.url().endsWith('/traces/search') && asked.includes('DESC')) searches.push(asked);
  });
  await page.goto(`/experiments/${experiments['many']}/traces`);
  await expect(status(page)).toHaveText(new RegExp(`of ${count.toLocaleString('en')}$`));
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(count + 1));
  // Once, or once more when it was there before the page listened.
  expect(new Set(searches).size).toBe(1);
  expect(await rows(page).count()).toBeLessThan(100);
});

test('scrolling goes through the whole result, without a cap', async ({ page, experiments }) => {
  await page.goto(`/experiments/${experiments['many']}/traces`);
  await expect(status(page)).toHaveText(/^1–/);
  await page.mouse.move(700, 600);
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    const shown = (await status(page).textContent()) ?? '';
    expect(Number(/^([\d,]+)–/.exec(shown)?.[1]?.replaceAll(',', ''))).toBeGreaterThan(1000);
  }).toPass({ timeout: 60_000 });
  expect(await rows(page).count()).toBeLessThan(100);
});

test('a clause in the bar, a facet and the link are one state', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await expect(status(page)).toHaveText(/of 240$/);
  await query(page, 'status:error');
  await expect(status(page)).toHaveText(/of 14$/);
  await expect(page).toHaveURL(/q=status%3Aerror|q=status:error/);
  const facets = page.getByRole('complementary', { name: 'Facets' });
  await facets.getByRole('button', { name: /staging/ }).click();
  await expect(page).toHaveURL(/staging/);
  await page.goBack();
  await expect(page).not.toHaveURL(/staging/);
  await expect(status(page)).toHaveText(/of 14$/);
});

test('the bar says the filter of MLflow that means the same', async ({ page }) => {
  await page.goto('/experiments/0/traces?q=status:error');
  await page.getByRole('button', { name: 'Filter and syntax' }).click();
  await expect(page.getByRole('dialog', { name: 'Filter and syntax' })).toContainText(
    "status = 'ERROR'",
  );
});

test('keys and observed values are offered while one types', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await toBar(page);
  await page.keyboard.type('tag.env:');
  await expect(page.getByRole('option', { name: /staging/ })).toBeVisible();
  await page.keyboard.type('sta');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText(/of 80$/);
});

test('a pasted id opens its trace', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await toBar(page);
  await page.keyboard.insertText(traceId(SHOP, 7));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/traces/${traceId(SHOP, 7)}`));
});

test('rows are links, and keys go from row to row', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  const link = rows(page).nth(1).getByRole('link');
  await expect(link).toHaveAttribute('href', /\/experiments\/0\/traces\/tr-/);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/traces\/tr-/);
});

test('the first trace turns the empty page into the table', async ({
  page,
  request,
  experiments,
}) => {
  const name = `fresh ${test.info().workerIndex} ${Date.now()}`;
  const made = await request.post('/api/2.0/mlflow/experiments/create', { data: { name } });
  const { experiment_id: id } = (await made.json()) as { experiment_id: string };
  expect(id).not.toBe(experiments['empty']);
  await page.goto(`/experiments/${id}/traces`);
  await expect(page.getByRole('tab', { name: 'Java', exact: true })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'OpenTelemetry' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(new URL(page.url()).origin);
  const sent = await request.post('/v1/traces', {
    headers: { 'x-mlflow-experiment-id': id },
    data: {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: Date.now().toString(16).padStart(32, '5'),
                  spanId: '0'.repeat(15) + '1',
                  name: 'the very first',
                  startTimeUnixNano: '1790000000000000000',
                  endTimeUnixNano: '1790000001000000000',
                },
              ],
            },
          ],
        },
      ],
    },
  });
  expect(sent.status()).toBe(200);
  await expect(rows(page).filter({ hasText: 'the very first' })).toBeVisible();
});

test('traces that are chosen can be compared', async ({ page }) => {
  await page.goto('/experiments/0/traces');
  await rows(page).nth(1).getByRole('checkbox').check();
  await rows(page).nth(3).getByRole('checkbox').check();
  const bar = page.getByRole('toolbar', { name: 'Selected traces' });
  await expect(bar).toContainText('2');
  await bar.getByText('Compare').click();
  await expect(page).toHaveURL(/\/compare\?a=tr-.*b=tr-/);
});

test('nothing that matches is said, with the way back', async ({ page }) => {
  await page.goto('/experiments/0/traces?q=status:error%20tag.env:none');
  await page.getByRole('button', { name: /clear/i }).last().click();
  await expect(status(page)).toHaveText(/of 240$/);
});

test('an experiment that is not there is said', async ({ page }) => {
  await page.goto('/experiments/987654/traces');
  await expect(page.getByRole('main')).toContainText('987654');
});

test('a wrong filter is refused with the place of the mistake', async ({ page }) => {
  await page.goto('/experiments/0/traces?q=' + encodeURIComponent('(status = '));
  await expect(page.getByRole('search').or(page.getByRole('alert')).first()).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/expected|not/i);
});

test('a trace of many opens at its link without the list', async ({ page, experiments }) => {
  await page.goto(`/experiments/${experiments['many']}/traces/${traceId(MANY, 77)}`);
  await expect(page.getByRole('main').getByText('route 5').first()).toBeVisible();
});
