import { type APIRequestContext, expect, type Locator, test } from './fixtures';
import { type Gate, gateTo } from './gate';

const TRACE = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const START = 1_790_000_000_000_000_000n;

const id = (number: number) => number.toString(16).padStart(16, '0');
const run = Date.now().toString(16);
const newTrace = (number: number) => (run + number.toString(16).padStart(4, '0')).padStart(32, 'b');

/** Sends spans of a trace over OTLP; an end of 0 means that the span still runs. */
async function send(
  request: APIRequestContext,
  experimentId: string,
  trace: string,
  spans: readonly { id: number; name: string; parent?: number; end: bigint }[],
  start = START,
): Promise<void> {
  const sent = await request.post('/v1/traces', {
    headers: { 'x-mlflow-experiment-id': experimentId },
    data: {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: spans.map((span) => ({
                traceId: trace,
                spanId: id(span.id),
                ...(span.parent ? { parentSpanId: id(span.parent) } : {}),
                name: span.name,
                startTimeUnixNano: String(start + BigInt(span.id) * 1_000_000n),
                endTimeUnixNano: String(span.end),
              })),
            },
          ],
        },
      ],
    },
  });
  expect(sent.status()).toBe(200);
}

const places = (tree: Locator) =>
  tree.evaluate((element) => ({
    scroll: [element, ...element.querySelectorAll('*')]
      .map((each) => each.scrollTop)
      .filter((top) => top > 0),
    selected: element.querySelector('[aria-selected=true]')?.textContent,
  }));

/** What is scrolled how far, and selected, once it has come to rest. */
async function settled(tree: Locator) {
  let last = await places(tree);
  await expect(async () => {
    const before = last;
    last = await places(tree);
    expect(last).toEqual(before);
  }).toPass({ intervals: [250] });
  return last;
}

test('a running trace grows while it is read, and nothing that the reader set moves', async ({
  page,
  request,
  experiments,
}) => {
  const experiment = experiments['running'] ?? '';
  const trace = TRACE + Date.now().toString(16).slice(-4);
  const first = Array.from({ length: 60 }, (_, i) => ({
    id: i + 2,
    name: `step ${i + 2}`,
    parent: 1,
    end: START + 100_000_000n,
  }));
  await send(request, experiment, trace, [{ id: 1, name: 'agent', end: 0n }, ...first]);
  await page.goto(`/experiments/${experiment}/traces/tr-${trace}`);
  const tree = page.getByRole('treegrid');
  await expect(tree.getByRole('row', { name: /step 5\b/ })).toBeVisible();
  await tree
    .getByRole('row', { name: /step 30\b/ })
    .scrollIntoViewIfNeeded()
    .catch(() => undefined);
  await tree.getByRole('row', { name: /step 12\b/ }).click();
  await expect(page).toHaveURL(/span=000000000000000c/);
  await expect(tree.getByRole('row', { selected: true })).toContainText('step 12');
  const before = await settled(tree);
  for (let i = 0; i < 100; i++) {
    await send(request, experiment, trace, [
      { id: 100 + i, name: `late ${i}`, parent: 1, end: START + 200_000_000n },
    ]);
  }
  await expect(page.getByRole('main')).toContainText('161');
  const after = await settled(tree);
  expect(after).toEqual(before);
  await expect(page).toHaveURL(/span=000000000000000c/);
});

test('new traces are offered to who reads further down, and put in place at the top', async ({
  page,
  request,
}) => {
  const made = await request.post('/api/2.0/mlflow/experiments/create', {
    data: { name: `live ${Date.now()}` },
  });
  const { experiment_id: experiment } = (await made.json()) as { experiment_id: string };
  const one = async (number: number, name: string) => {
    const start = START + BigInt(number) * 1_000_000_000n;
    const spans = [{ id: 1, name, end: start + 5_000_000n }];
    await send(request, experiment, newTrace(number), spans, start);
  };
  for (let i = 0; i < 60; i++) {
    await one(i, `first ${i}`);
  }
  await page.goto(`/experiments/${experiment}/traces`);
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', '61');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const atTop = page.getByText(/^1–\d+ of 60$/);
  await expect(atTop).toBeVisible();
  await page.mouse.move(800, 500);
  await page.mouse.wheel(0, 600);
  await expect(atTop).toBeHidden();
  await one(99, 'the newest');
  await expect(grid.getByRole('row').filter({ hasText: 'the newest' })).toBeHidden();
  await page.getByRole('button', { name: /1 new/ }).click();
  await expect(grid.getByRole('row').filter({ hasText: 'the newest' })).toBeVisible();
});

const SERVER = process.env['SPANLOOM_URL'] ?? 'http://127.0.0.1:5000';

const gated = test.extend<{
  readonly way: { readonly gate: Gate; readonly direct: APIRequestContext };
}>({
  way: async ({ playwright }, use) => {
    const gate = await gateTo(new URL(SERVER));
    const direct = await playwright.request.newContext({ baseURL: SERVER });
    await use({ gate, direct });
    await direct.dispose();
    await gate.close();
  },
  baseURL: ({ way }, use) => use(way.gate.url),
});

gated(
  'a server that goes away is said, and what came meanwhile is there when it is back',
  async ({ page, way: { gate, direct } }) => {
    const made = await direct.post('/api/2.0/mlflow/experiments/create', {
      data: { name: `away ${Date.now()}` },
    });
    const { experiment_id: experiment } = (await made.json()) as { experiment_id: string };
    const one = (number: number, name: string) =>
      send(direct, experiment, newTrace(1000 + number), [{ id: 1, name, end: START + 5_000_000n }]);
    await one(1, 'before');
    await page.goto(`/experiments/${experiment}/traces`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    gate.cut();
    await expect(page.getByText('The server is away')).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'before' })).toBeVisible();
    await one(2, 'meanwhile');
    gate.open();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'meanwhile' })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'before' })).toBeVisible();
  },
);
