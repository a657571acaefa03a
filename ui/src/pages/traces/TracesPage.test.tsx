import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import TracesPage from './TracesPage';

interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

const NOW = Date.now();

const row = (number: number, more: object = {}) => ({
  trace_id: `tr-${number}`,
  experiment_id: '0',
  name: `trace ${number}`,
  state: 'OK',
  time_ms: NOW - number * 1000,
  duration_ms: 5,
  request: `{"question": "Why ${number}?"}`,
  tags: {},
  metadata: {},
  assessments: [],
  ...more,
});

let asked: Asked[];
let traces: readonly object[];
let total: number;
let experiments: readonly string[];
/** What the server says for a path, in the place of what it usually says. */
let answers: Record<string, () => Response>;
let feed: ReadableStreamDefaultController<Uint8Array>;

function answer(path: string, body: Record<string, unknown>): unknown {
  if (path.endsWith('/traces/search')) {
    return { traces, next_page_token: traces.length < total ? 'next' : null };
  }
  if (path.endsWith('/traces/count')) return { count: total };
  if (path.endsWith('/traces/histogram')) {
    return { bars: [[Math.floor(NOW / 1000) * 1000, 2, 1]], interval_seconds: 1 };
  }
  if (path.endsWith('/traces/facets')) {
    const fields = body['fields'] as string[];
    return {
      facets: fields.map((field) => ({
        field,
        values: field === 'status' ? [{ value: 'ERROR', traces: 7 }] : [],
      })),
    };
  }
  if (path.endsWith('/traces/delete')) return { deleted: 2 };
  if (path.includes('/keys')) return { keys: [] };
  if (path.includes('/values')) return { values: [] };
  if (path.endsWith('/experiments')) {
    return {
      experiments: experiments.map((experiment_id) => ({ experiment_id, name: experiment_id })),
    };
  }
  return { version: '1.2.3', tokens: false, base: '/', engine: 'sqlite' };
}

beforeEach(() => {
  asked = [];
  answers = {};
  experiments = ['0'];
  traces = [row(1), row(2), row(3)];
  total = 3;
  localStorage.clear();
  window.history.replaceState(null, '', '/experiments/0/traces');
  document.head.innerHTML = '<base href="/">';
  // There is no layout here: every box is as large as a window.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
  vi.stubGlobal('fetch', (address: string, options: { body?: string } = {}) => {
    const { pathname, search } = new URL(address);
    if (pathname.endsWith('/changes')) {
      const body = new ReadableStream<Uint8Array>({ start: (control) => void (feed = control) });
      return Promise.resolve(new Response(body));
    }
    const body = JSON.parse(options.body ?? '{}') as Record<string, unknown>;
    // Later pages are on their way for ever: the first one is what is looked at here.
    if (body['page_token'] !== undefined) return new Promise(() => undefined);
    asked.push({ path: pathname, body });
    const own = Object.entries(answers).find(([path]) => pathname.endsWith(path));
    return Promise.resolve(
      own ? own[1]() : new Response(JSON.stringify(answer(pathname + search, body))),
    );
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const show = () =>
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <TracesPage experimentId="0" />
    </QueryClientProvider>,
  );
const rowOf = (number: number) =>
  screen.findByRole('row', { name: new RegExp(`trace ${number}(?!\\d)`) });
const searches = () => asked.filter(({ path }) => path.endsWith('/traces/search'));

describe('the traces page', () => {
  it('shows each trace as a link, and how many there are', async () => {
    traces = Array.from({ length: 100 }, (_, index) => row(index + 1));
    total = 100_000;
    show();
    const first = await rowOf(1);
    expect(within(first).getByRole('link').getAttribute('href')).toBe('/experiments/0/traces/tr-1');
    expect(within(first).getByText('Why 1?')).toBeTruthy();
    await screen.findByText(/ of 100,000$/);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('adds the value of a facet to the query, and asks for it', async () => {
    const user = userEvent.setup();
    show();
    await user.click(await screen.findByRole('button', { name: /Error\s*7/ }));
    expect(screen.getByRole('button', { name: 'Edit status:ERROR' })).toBeTruthy();
    expect(window.location.search).toBe('?q=status%3AERROR');
    await waitFor(() => expect(searches().at(-1)?.body['filter']).toBe("status = 'ERROR'"));
  });

  it('asks the server for the order of a column, and says it in the link', async () => {
    const user = userEvent.setup();
    show();
    await rowOf(1);
    await user.click(screen.getByRole('button', { name: 'Duration' }));
    expect(window.location.search).toBe('?sort=duration_ms+desc');
    await waitFor(() =>
      expect(searches().at(-1)?.body['order_by']).toEqual(['execution_time_ms DESC']),
    );
    expect(screen.getByRole('columnheader', { name: /Duration/ }).getAttribute('aria-sort')).toBe(
      'descending',
    );
  });

  it('takes columns from the link and leaves the choice of the reader alone', async () => {
    localStorage.setItem('spanloom.traces.columns.0', '["name","user"]');
    window.history.replaceState(null, '', '/experiments/0/traces?cols=name,tag.env');
    show();
    await rowOf(1);
    expect(screen.getByRole('columnheader', { name: /env/ })).toBeTruthy();
    expect(screen.queryByRole('columnheader', { name: /User/ })).toBeNull();
    expect(localStorage.getItem('spanloom.traces.columns.0')).toBe('["name","user"]');
  });

  it('goes through rows by keys, selects and opens them', async () => {
    const user = userEvent.setup();
    show();
    await rowOf(1);
    await user.keyboard('jjx');
    expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe('row-tr-2');
    expect(screen.getByText('1 trace selected')).toBeTruthy();
    await user.keyboard('k{Enter}');
    expect(window.location.pathname).toBe('/experiments/0/traces/tr-1');
  });

  it('compares two traces, and deletes after a question that says how many', async () => {
    const user = userEvent.setup();
    show();
    await rowOf(1);
    await user.click(screen.getByRole('checkbox', { name: 'Select trace 1' }));
    expect(screen.queryByRole('button', { name: 'Compare' })).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'Select trace 3' }));
    expect(screen.getByRole('button', { name: 'Compare' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await user.click(screen.getByRole('button', { name: 'Delete 2 traces' }));
    await waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith('/traces/delete'))?.body).toEqual({
        experiment_ids: ['0'],
        trace_ids: ['tr-1', 'tr-3'],
      }),
    );
  });

  it('deletes nothing that began after the question', async () => {
    traces = [row(1), row(2)];
    total = 1000;
    const user = userEvent.setup();
    show();
    await screen.findByText(/ of 1,000$/);
    await user.click(screen.getByRole('checkbox', { name: 'Select all that are loaded' }));
    await user.click(await screen.findByRole('button', { name: 'Select all 1,000 that match' }));
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await user.click(await screen.findByRole('button', { name: 'Delete 1,000 traces' }));
    await waitFor(() => {
      const body = asked.find(({ path }) => path.endsWith('/traces/delete'))?.body;
      expect(body?.['to_ms']).toBeTypeOf('number');
      expect(body?.['trace_ids']).toBeUndefined();
    });
  });

  it('offers new traces while a row is looked at, and puts them in when wanted', async () => {
    const user = userEvent.setup();
    show();
    await rowOf(1);
    await user.keyboard('j');
    const active = screen.getByRole('grid').getAttribute('aria-activedescendant');
    expect(active).toMatch(/^row-tr-/);
    const said = JSON.stringify({ experiment_id: '0', rows: [row(0)], more: false });
    feed.enqueue(new TextEncoder().encode(`event: traces\ndata: ${said}\n\n`));
    const pill = await screen.findByRole('button', { name: '1 new' });
    expect(screen.queryByRole('row', { name: /trace 0/ })).toBeNull();
    await user.click(pill);
    expect(await rowOf(0)).toBeTruthy();
    expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe(active);
  });

  it('shows lines to copy while there is no trace, and the first trace by itself', async () => {
    traces = [];
    total = 0;
    show();
    await screen.findByRole('heading', { name: 'No trace in this experiment yet' });
    expect(screen.getByText(/Mlflow.setExperimentById\("0"\)/).textContent).toContain(
      `Mlflow.setTrackingUri("${new URL(document.baseURI).origin}")`,
    );
    await screen.findByText(/<version>1.2.3</);
    const said = JSON.stringify({ experiment_id: '0', rows: [row(1)], more: false });
    feed.enqueue(new TextEncoder().encode(`event: traces\ndata: ${said}\n\n`));
    expect(await rowOf(1)).toBeTruthy();
  });

  it('says that nothing matches, and clears the query', async () => {
    traces = [];
    window.history.replaceState(null, '', '/experiments/0/traces?q=nothing&from=-1h');
    const user = userEvent.setup();
    show();
    await user.click(await screen.findByRole('button', { name: 'Clear the query and the time' }));
    expect(window.location.search).toBe('');
  });

  it('says that there is no such experiment', async () => {
    traces = [];
    total = 0;
    experiments = ['5'];
    show();
    await screen.findByRole('heading', { name: 'There is no experiment 0' });
  });

  it('says at the bar what the server refuses', async () => {
    const message = 'filter, column 1: unknown field "x"';
    answers['/traces/search'] = () =>
      new Response(JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message }), {
        status: 400,
      });
    window.history.replaceState(null, '', '/experiments/0/traces?q=(x%20=%201)');
    show();
    await screen.findByText(message);
    expect(screen.getByRole('heading', { name: 'The server refuses this query' })).toBeTruthy();
  });

  it('keeps a view under a name, as a link', async () => {
    window.history.replaceState(null, '', '/experiments/0/traces?q=status:ERROR');
    const user = userEvent.setup();
    show();
    await rowOf(1);
    await user.click(screen.getByRole('button', { name: 'Views' }));
    await user.type(screen.getByRole('textbox', { name: 'Name of the view' }), 'Mine{Enter}');
    const link = await screen.findByRole('link', { name: 'Mine' });
    expect(link.getAttribute('href')).toContain('q=status%3AERROR');
    expect(link.getAttribute('href')).toContain('sort=time_ms+desc');
  });
});
