import { expect, LARGE, ODD, type Page, SHOP, test, traceId } from './fixtures';

const tree = (page: Page) => page.getByRole('treegrid');
const row = (page: Page, name: string | RegExp) => tree(page).getByRole('row', { name }).first();

test('fifty thousand spans are columns of 48 bytes and a few rows of the document', async ({
  page,
}) => {
  const skeleton = page.waitForResponse((response) => response.url().endsWith('/skeleton'));
  await page.goto(`/traces/${traceId(LARGE, 1)}`);
  const bytes = (await (await skeleton).body()).length;
  expect(bytes / 50_000).toBeLessThanOrEqual(48.5); // and the words, once
  await expect(row(page, /step 1/)).toBeVisible();
  await expect(page.getByRole('main')).toContainText('50,000');
  await page.keyboard.press(']');
  await expect(tree(page)).toHaveAttribute('aria-rowcount', /^(50000|50001)$/);
  expect(await tree(page).getByRole('row').count()).toBeLessThan(120);
});

test('a span is fetched when it is looked at, and no other', async ({ page }) => {
  const spans: string[] = [];
  page.on('request', (request) => {
    const found = /\/spans\/([0-9a-f]{16})/.exec(request.url())?.[1];
    if (found) spans.push(found);
  });
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 3)}`);
  await row(page, /chat/).click();
  await expect(page.getByRole('article', { name: /assistant message/i })).toContainText('About');
  expect(new Set(spans).size).toBeLessThanOrEqual(2);
});

test('a chat is shown as a conversation, and its raw payload is one key away', async ({ page }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 4)}?span=0000000000000003`);
  await expect(page.getByRole('article', { name: /user message/i })).toContainText('warranty');
  await expect(page.getByRole('article', { name: /system message/i })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('article', { name: /system message/i })).toBeHidden();
  await page.keyboard.press('r');
  await expect(page.getByRole('article', { name: /system message/i })).toBeVisible();
});

test('a retriever shows its documents: content, address, chunk, score', async ({ page }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 4)}?span=0000000000000002`);
  const first = page.getByRole('article', { name: 'Document 1' });
  await expect(first).toContainText('Loosen the bolt');
  await expect(first).toContainText('chunk_042');
  await expect(first).toContainText('0.93');
  const link = first.getByRole('link');
  await expect(link).toHaveAttribute('href', 'https://example.org/manuals/brakes.html');
  await expect(link).toHaveAttribute('rel', /noopener.*noreferrer|noreferrer.*noopener/);
  await expect(page.getByRole('article', { name: 'Document 2' }).getByRole('link')).toHaveCount(0);
});

test('a Java exception is folded: what failed, what caused it, frames of frameworks counted', async ({
  page,
}) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 3)}?span=0000000000000004&tab=events`);
  const pane = page.getByRole('region', { name: 'Span' });
  await expect(pane).toContainText('java.lang.IllegalStateException');
  await expect(pane).toContainText('the order service does not answer');
  await expect(pane).toContainText(/caused by/i);
  await expect(pane).toContainText('java.net.SocketTimeoutException');
});

test('keys walk the tree, fold it and go to errors', async ({ page }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 3)}`);
  await expect(row(page, /look_up_order/)).toBeVisible();
  await page.keyboard.press('[');
  await expect(row(page, /look_up_order/)).toBeHidden();
  await page.keyboard.press(']');
  await expect(row(page, /look_up_order/)).toBeVisible();
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect(page).toHaveURL(/span=0000000000000004|span=0000000000000001/);
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
    'Next span that failed',
  );
});

test('a search goes through names and payloads, says what it searched, and steps', async ({
  page,
}) => {
  await page.goto(`/traces/${traceId(LARGE, 1)}`);
  await expect(row(page, /step 1/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find in this trace' }).fill('word4999');
  await expect(page.getByRole('main')).toContainText(/of 11|11 /);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/span=000000000000/);
});

test('twenty megabytes are previewed, with their length, and no long task', async ({ page }) => {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    (window as unknown as { longTasks: number[] }).longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  const bodies: number[] = [];
  page.on('response', async (response) => {
    if (/\/spans\/[0-9a-f]{16}($|\?)/.test(response.url())) {
      const body = await response.body().catch(() => null); // of a request that was given up
      if (body) bodies.push(body.length);
    }
  });
  await page.goto(`/traces/${traceId(LARGE, 2)}`);
  await row(page, /export_table/).click();
  await expect(page.getByRole('region', { name: 'Outputs' })).toContainText('20 MiB');
  await expect(page.getByRole('tree').or(page.getByText(/rows/)).first()).toBeVisible();
  await expect.poll(() => bodies.length).toBeGreaterThan(0);
  expect(Math.max(...bodies)).toBeLessThan(200_000);
});

test.describe('what should not be, but comes', () => {
  test('a missing parent is said', async ({ page }) => {
    await page.goto(`/traces/${traceId(ODD, 1)}`);
    await expect(row(page, /its parent never came/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'About this trace' })).toContainText(/parent/);
  });

  test('clocks that disagree are said, and every bar stays inside', async ({ page }) => {
    await page.goto(`/traces/${traceId(ODD, 2)}`);
    await expect(row(page, /ends before it begins/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'About this trace' })).toContainText(/before/);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(1440);
  });

  test('sixty levels can be read', async ({ page }) => {
    await page.goto(`/traces/${traceId(ODD, 3)}`);
    await row(page, /level 1 /).click();
    await page.keyboard.press(']');
    await page.keyboard.press('End');
    await expect(row(page, /level 60/)).toBeVisible();
  });

  test('a trace without spans says so', async ({ page }) => {
    await page.goto(`/traces/${traceId(ODD, 4)}`);
    await expect(page.getByRole('main')).toContainText(/no spans/i);
  });

  test('an hour of waiting is folded, and its length is said', async ({ page }) => {
    await page.goto(`/traces/${traceId(ODD, 5)}`);
    await expect(row(page, /goes on/)).toBeVisible();
    await expect(page.getByRole('main')).toContainText(/(59|60) m|1 h/);
  });

  test('a trace that is not there is said with its id', async ({ page }) => {
    await page.goto('/experiments/0/traces/tr-ffffffffffffffffffffffffffffffff');
    await expect(page.getByRole('main')).toContainText('tr-ffffffffffffffffffffffffffffffff');
  });
});

test('feedback is given, and stays', async ({ page }) => {
  await page.goto(`/experiments/0/traces/${traceId(SHOP, 9)}?tab=feedback`);
  const pane = page.getByRole('region', { name: 'Span' });
  await expect(pane.getByRole('button', { name: /^Add/ })).toBeVisible();
  await page.keyboard.press('e');
  await pane.getByLabel('Name', { exact: true }).fill('tone');
  await pane.getByRole('radio', { name: 'Yes', exact: true }).check({ force: true });
  await pane.getByLabel('Rationale').fill('kind and short');
  await pane.getByLabel(/Your name/).fill('grace@example.org');
  await pane.getByRole('button', { name: /^save/i }).click();
  await expect(pane).toContainText('tone');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Span' })).toContainText('kind and short');
});

test("every trace that MLflow's own client recorded is shown", async ({
  page,
  request,
  experiments,
}) => {
  const answer = await request.post('/ui-api/1/traces/search', {
    data: { experiment_ids: [experiments['golden']] },
  });
  const { traces } = (await answer.json()) as { traces: { trace_id: string; name: string }[] };
  expect(traces.length).toBeGreaterThan(8);
  for (const trace of traces) {
    await page.goto(`/traces/${trace.trace_id}`);
    await expect(page.getByRole('heading', { name: trace.name }).first()).toBeVisible();
    await expect(row(page, /./)).toBeVisible();
    await expect(page.getByText(/^Loading/)).toHaveCount(0);
  }
});
