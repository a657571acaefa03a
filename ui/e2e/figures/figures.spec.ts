import { expect, LARGE, type Page, SHOP, test, traceId } from '../fixtures';

/** Times are printed, not asserted: run by hand on a machine that does nothing else. */
const RUNS = 7;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(what: string, values: readonly number[], unit = 'ms'): void {
  const words = values.map((value) => value.toFixed(0)).join(', ');
  // oxlint-disable-next-line no-console
  console.log(`| ${what} | ${median(values).toFixed(0)} ${unit} | ${words} |`);
}

/** Milliseconds from a click on something until something else is drawn. */
async function fromClick(page: Page, click: string, drawn: string, text = ''): Promise<number> {
  return page.evaluate(
    ({ click, drawn, text }) =>
      new Promise<number>((resolve) => {
        const target = document.querySelector<HTMLElement>(click);
        const began = performance.now();
        const look = () => {
          if (document.querySelector(drawn) && document.body.textContent?.includes(text)) {
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          } else {
            requestAnimationFrame(look);
          }
        };
        target?.click();
        look();
      }),
    { click, drawn, text },
  );
}

/** Marks the row of a span, once the span that is chosen before is drawn. */
async function mark(page: Page, name: string): Promise<void> {
  await page.locator('section[aria-label="Outputs"]').waitFor();
  await page.evaluate((name) => {
    const row = [...document.querySelectorAll('[role=treegrid] [role=row]')].find((each) =>
      each.textContent?.includes(name),
    );
    row?.setAttribute('data-figure', '');
  }, name);
}

async function longTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    (window as unknown as { longTasks: number[] }).longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
}

const longest = (page: Page) =>
  page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks));

const heap = (page: Page) =>
  page.evaluate(
    () =>
      (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize /
      2 ** 20,
  );

test('a trace of 50,000 spans, from the click on its row', async ({ page, experiments }) => {
  test.setTimeout(300_000);
  await longTasks(page);
  const times: number[] = [];
  const tasks: number[] = [];
  const heaps: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await page.goto(`/experiments/${experiments['large']}/traces`);
    const link = `a[href*="${traceId(LARGE, 1)}"]`;
    await page.locator(link).waitFor();
    times.push(await fromClick(page, link, '[role=treegrid] [role=row] [role=gridcell]'));
    tasks.push(await longest(page));
    heaps.push(await heap(page));
  }
  print('50,000 spans: from the click until the tree is drawn', times);
  print('longest task of that', tasks);
  print('heap after that', heaps, 'MiB');
  expect(await page.getByRole('treegrid').getByRole('row').count()).toBeLessThan(120);
});

test('a span, from the click on its row', async ({ page }) => {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await page.goto(`/experiments/0/traces/${traceId(SHOP, 20 + i)}`);
    await page
      .getByRole('treegrid')
      .getByRole('row', { name: /search_manuals/ })
      .waitFor();
    await page.evaluate(() => {
      const row = [...document.querySelectorAll('[role=treegrid] [role=row]')].find((each) =>
        each.textContent?.includes('search_manuals'),
      );
      row?.setAttribute('data-figure', '');
    });
    times.push(await fromClick(page, '[data-figure]', 'article[aria-label="Document 1"]'));
  }
  print('a span of a trace that is open: from the click until its documents are drawn', times);
});

test('a value of 20 MB, from the click on its span', async ({ page }) => {
  test.setTimeout(300_000);
  await longTasks(page);
  const times: number[] = [];
  const tasks: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await page.goto(`/traces/${traceId(LARGE, 2)}`);
    await mark(page, 'export_table');
    times.push(
      await fromClick(page, '[data-figure]', 'section[aria-label="Outputs"] [role=tree]', '20 MiB'),
    );
    tasks.push(await longest(page));
  }
  print('20 MB: from the click on its span until the preview is drawn', times);
  print('longest task of that', tasks);
});

test('the first page of 100,000 traces, by going there from another page', async ({
  page,
  experiments,
}) => {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    await page.goto(`/experiments/${experiments['many']}/sessions`);
    const tab = 'nav a[href$="/traces"]';
    await page.locator(tab).waitFor();
    await page.getByRole('link', { name: /^s\d+/ }).first().waitFor();
    times.push(await fromClick(page, tab, '[role=grid] [role=gridcell] a'));
  }
  print('first page of 100,000 traces: from the click until rows are drawn', times);
});
