import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TraceSource } from '../../api/source';
import type { Found, SpanBody, TraceHead } from '../../api/types';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import { traceView, type TraceView } from '../../lib/urls/views';
import { rowOf } from '../../testing/spans';
import { type GivenSpan, largeSkeleton, skeletonOf } from '../../testing/trees';
import TraceExplorer, { type TraceExplorerProps } from './TraceExplorer';

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly tell: (entries: unknown[]) => void) {}
      observe() {
        this.tell([{ contentRect: { width: 1200, height: 800 } }]);
      }
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const AGENT: readonly GivenSpan[] = [
  { name: 'agent', type: 'AGENT', duration: 100 },
  { name: 'plan', parent: 0, type: 'LLM', duration: 40, input: 10, output: 5, cost: 0.002 },
  { name: 'look up', parent: 0, type: 'TOOL', start: 40, duration: 20, status: 2 },
  { name: 'fetch page', parent: 2, type: 'TOOL', start: 41, duration: 10, status: 2 },
  { name: 'answer', parent: 0, type: 'LLM', start: 60, duration: 40, input: 20, output: 5 },
];

const id = (number: number): string => number.toString(16).padStart(16, '0');

function headOf(skeleton: Skeleton, more: Partial<TraceHead> = {}): TraceHead {
  return {
    info: rowOf({
      name: 'ask',
      state: skeleton.state,
      time_ms: Number(skeleton.startNs / 1_000_000n),
      duration_ms: skeleton.state === 'IN_PROGRESS' ? null : 100,
      tokens: { input: 30, output: 10, total: 40, cache_read: null, cache_creation: null },
      cost: { input: 0.001, output: 0.001, total: 0.002 },
      session: 'session-1',
      user: "o'neil",
      span_count: skeleton.count,
      tags: { env: 'prod', 'mlflow.traceName': 'ask' },
    }),
    revision: skeleton.revision,
    stored_spans: skeleton.count,
    said_spans: skeleton.count,
    stalled: false,
    ...more,
  };
}

/** A trace whose skeleton can be replaced while it is looked at. */
class TestTrace implements TraceSource {
  readonly key = 'tr-1';
  readonly writable = false;
  finds: Found = { spans: [], matches: 0, searched: 5, complete: true };
  readonly asked: string[] = [];

  constructor(
    public now: Skeleton,
    public more: Partial<TraceHead> = {},
  ) {}

  head = () => Promise.resolve(headOf(this.now, this.more));
  skeleton = () => Promise.resolve(this.now);
  value = () => Promise.resolve('');
  find = (text: string) => {
    this.asked.push(text);
    return Promise.resolve(this.finds);
  };
  span = (spanId: string): Promise<SpanBody> =>
    Promise.resolve({
      trace_id: 'tr-1',
      span_id: spanId,
      parent_id: null,
      name: `body of ${spanId}`,
      type: null,
      status: { code: 'OK', message: null },
      start_ns: '0',
      end_ns: '1',
      inputs: null,
      outputs: null,
      attributes: [],
      events: [],
      links: [],
    });
}

let view: TraceView;

function show(
  source: TestTrace,
  first: Partial<TraceView> = {},
  more: Partial<TraceExplorerProps> = {},
) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  function Page() {
    const [now, setNow] = useState<TraceView>({ ...traceView.decode(''), ...first });
    view = now;
    return (
      <TraceExplorer
        source={source}
        view={now}
        onView={(change) => setNow((before) => ({ ...before, ...change }))}
        experimentId="0"
        {...more}
      />
    );
  }
  render(
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>,
  );
  return queries;
}

const agent = (more: Partial<Skeleton> = {}) => new TestTrace(skeletonOf(AGENT, more));
const tree = () =>
  waitFor(() => {
    const grid = document.querySelector<HTMLElement>('[role=treegrid][aria-label=Spans]');
    if (!grid) throw new Error('there is no tree yet');
    return grid;
  });
const rows = async () => [...(await tree()).querySelectorAll<HTMLElement>('[role=row][data-row]')];
const names = async () => (await rows()).map((row) => row.querySelector('bdi')?.textContent ?? '');
const selected = async () => {
  const row = (await rows()).find((row) => row.getAttribute('aria-selected') === 'true');
  return row?.querySelector('bdi')?.textContent;
};

describe('the spans', () => {
  it('are a tree that says levels, types, failures, durations', async () => {
    show(agent());
    const all = await rows();
    expect(await names()).toEqual(['agent', 'plan', 'look up', 'fetch page', 'answer']);
    expect(all.map((row) => row.getAttribute('aria-level'))).toEqual(['1', '2', '2', '3', '2']);
    expect(all[0]?.getAttribute('aria-expanded')).toBe('true');
    expect(all[1]?.hasAttribute('aria-expanded')).toBe(false);
    expect(all[2]?.textContent).toContain('TOOL');
    expect(all[2]?.textContent).toContain('failed');
    expect(all[2]?.textContent).toContain('20 ms');
    // Tokens and cost with what is below.
    expect(all[0]?.textContent).toContain('40');
    expect(all[0]?.textContent).toContain('$0.002');
  });

  it('keep names of the other direction to themselves', async () => {
    const name = 'שלום \u202e txt';
    show(new TestTrace(skeletonOf([{ name: 'agent' }, { name, parent: 0 }])));
    const row = (await rows())[1];
    expect(row?.querySelector('bdi')?.textContent).toBe(name);
    expect(row?.querySelector('bdi')?.getAttribute('title')).toBe(name);
  });

  it('are gone through by keys', async () => {
    const user = userEvent.setup();
    show(agent());
    (await tree()).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(await selected()).toBe('look up');
    expect((await tree()).getAttribute('aria-activedescendant')).toBe(`span-${id(3)}`);
    await user.keyboard('{ArrowLeft}');
    expect(await names()).toEqual(['agent', 'plan', 'look up', 'answer']);
    expect((await rows())[2]?.textContent).toContain('1 failed');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(await selected()).toBe('fetch page');
    await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    expect(await selected()).toBe('agent');
    await user.keyboard('{End}');
    expect(await selected()).toBe('answer');
    await user.keyboard('[[');
    expect(await names()).toEqual(['agent']);
    await user.keyboard('p');
    expect(await names()).toEqual(['agent', 'plan', 'look up', 'answer']);
    await user.keyboard(']');
    expect(await names()).toHaveLength(5);
    await waitFor(() => expect(view.span).toBe(id(5)));
  });

  it('open as far as a link to one of them needs', async () => {
    const large = new TestTrace(largeSkeleton(20_000));
    show(large, { span: id(19_999) });
    const grid = await tree();
    expect(grid.scrollTop).toBeGreaterThan(0);
    // A browser tells that it has scrolled.
    act(() => {
      grid.dispatchEvent(new Event('scroll'));
    });
    expect(grid.getAttribute('aria-activedescendant')).toBe(`span-${id(19_999)}`);
  });

  it('are rows for little more than a screen, however many there are', async () => {
    const user = userEvent.setup();
    show(new TestTrace(largeSkeleton(50_000)));
    (await tree()).focus();
    await user.keyboard(']');
    expect((await tree()).getAttribute('aria-rowcount')).toBe('50001');
    expect((await rows()).length).toBeLessThan(80);
  });

  it('go to the next one that failed', async () => {
    const user = userEvent.setup();
    show(agent());
    await tree();
    await user.keyboard('..');
    expect(await selected()).toBe('fetch page');
  });

  it('are shown without a timeline when the link says so', async () => {
    const user = userEvent.setup();
    show(agent(), { view: 'tree' });
    await tree();
    expect(screen.queryByRole('columnheader', { name: 'Timeline' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Timeline' }));
    expect(screen.getByRole('columnheader', { name: 'Timeline' })).toBeTruthy();
  });

  it('are bars, and the part of the time that is shown is in the link', async () => {
    const user = userEvent.setup();
    show(agent());
    await tree();
    await user.keyboard('w');
    await waitFor(() => expect(view.zoomFrom).toBeCloseTo(20e6, 0));
    expect(view.zoomTo).toBeCloseTo(80e6, 0);
    await user.keyboard('d');
    await waitFor(() => expect(view.zoomFrom).toBeCloseTo(32e6, 0));
    await user.keyboard('f');
    await waitFor(() => expect(view.zoomFrom).toBeNull());
  });
});

describe('the search', () => {
  it('finds names at once and values when the source has answered, and says how much was searched', async () => {
    const user = userEvent.setup();
    const source = agent();
    source.finds = {
      spans: [{ span_id: id(2), matches: 3, fields: ['inputs'] }],
      matches: 4,
      searched: 5,
      complete: true,
    };
    show(source);
    await tree();
    await user.keyboard('/');
    // In one go: there is no rest between the letters, nor before the look.
    for (const value of ['f', 'fe', 'fet', 'fetc', 'fetch']) {
      fireEvent.change(document.activeElement ?? document.body, { target: { value } });
    }
    expect(screen.getByText(/1 span by name; searching the values of 5 spans…/)).toBeTruthy();
    expect(await screen.findByText('2 spans, 4 matches; searched 5 spans; complete')).toBeTruthy();
    expect(source.asked).toEqual(['fetch']);
    await user.keyboard('{Enter}');
    expect(await selected()).toBe('plan');
    await user.keyboard('{Enter}');
    expect(await selected()).toBe('fetch page');
    expect(screen.getByText('2 of 2')).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(view.find).toBe(''));
  });

  it('does not say that it is complete when it is not', async () => {
    const source = agent();
    source.finds = { spans: [], matches: 0, searched: 3, complete: false };
    show(source, { find: 'x' });
    expect(
      await screen.findByText('0 spans; searched 3 spans; not complete: there may be more'),
    ).toBeTruthy();
  });

  it('says how many matches closed spans hide', async () => {
    const user = userEvent.setup();
    show(agent(), { find: 'fetch' });
    await screen.findByText(/complete/);
    await user.keyboard('[[');
    expect((await rows())[0]?.textContent).toContain('1 found');
  });
});

describe('the filters', () => {
  it('hide what is not asked for, and say how much, with its failures', async () => {
    const user = userEvent.setup();
    show(agent());
    await tree();
    await user.click(screen.getByRole('button', { name: /Filter/ }));
    await user.click(screen.getByRole('button', { name: 'Hide TOOL' }));
    await user.keyboard('{Escape}');
    expect(await names()).toEqual(['agent', 'plan', 'answer']);
    expect(
      screen.getByText(/3 spans match the filter; 2 spans are hidden, 2 of them failed/),
    ).toBeTruthy();
    expect((await rows())[0]?.textContent).toContain('2 hidden, 2 failed');
    await waitFor(() => expect(view.hide).toEqual(['TOOL']));
    await user.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(await names()).toHaveLength(5);
  });

  it('show one part of the tree, and the whole again', async () => {
    const user = userEvent.setup();
    show(agent(), { span: id(3) });
    await tree();
    await user.keyboard('{Shift>}F{/Shift}');
    expect(await names()).toEqual(['look up', 'fetch page']);
    expect((await rows())[0]?.getAttribute('aria-level')).toBe('1');
    expect(view.focus).toBe(id(3));
    await user.click(screen.getByRole('button', { name: 'Show the whole trace' }));
    expect(await names()).toHaveLength(5);
  });

  it('say so when nothing is left', async () => {
    show(agent(), { name: 'no such name' });
    expect(await screen.findByRole('heading', { name: 'No span matches the filter' })).toBeTruthy();
    expect(screen.getByText(/5 spans are hidden, 2 of them failed/)).toBeTruthy();
  });
});

describe('the head', () => {
  it('says what the trace is, and leads to its session and its user', async () => {
    const user = userEvent.setup();
    show(agent());
    expect(await screen.findByRole('heading', { name: 'ask', level: 1 })).toBeTruthy();
    expect(screen.getByText('30 in, 10 out')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'session-1' }).getAttribute('href')).toBe(
      '/experiments/0/sessions/session-1#tr-1',
    );
    expect(screen.getByRole('link', { name: "o'neil" }).getAttribute('href')).toContain('?q=user');
    await user.click(screen.getByRole('button', { name: 'Tags and metadata (2)' }));
    expect(screen.getByText('prod')).toBeTruthy();
  });

  it('has no links of a file', async () => {
    show(agent(), {}, { experimentId: null });
    await tree();
    expect(screen.queryByRole('link', { name: 'session-1' })).toBeNull();
    expect(screen.getByText('session-1')).toBeTruthy();
  });
});

describe('the truth', () => {
  it('is told about missing spans, parents and times', async () => {
    const odd = new TestTrace(
      skeletonOf([
        { name: 'orphan', parent: -2, start: 3 },
        { name: 'early', parent: 0, start: 0, duration: 5 },
        { name: 'backwards', parent: 0, start: 4, duration: -2 },
        { name: 'open', parent: 0, start: 4, duration: Number.NaN },
      ]),
      { said_spans: 9 },
    );
    show(odd);
    const list = await screen.findByRole('list', { name: 'About this trace' });
    for (const words of [
      '4 of 9 spans stored.',
      'No root span is stored.',
      '1 span without a stored parent, shown as a root.',
      'A child begins 3 ms before its parent.',
      '1 span ends before it starts; drawn without length.',
      '1 span without an end, drawn to the end of the trace.',
    ]) {
      expect(list.textContent).toContain(words);
    }
  });

  it('is told about a stalled trace, a deleted one, and a server that is away', async () => {
    show(
      new TestTrace(skeletonOf(AGENT, { state: 'IN_PROGRESS' }), { stalled: true }),
      {},
      {
        connection: 'lost',
        deleted: true,
      },
    );
    const list = await screen.findByRole('list', { name: 'About this trace' });
    expect(list.textContent).toContain('Stalled');
    expect(list.textContent).toContain('The server does not answer');
    expect(list.textContent).toContain('This trace has been deleted.');
  });

  it('is told about a trace without spans', async () => {
    show(new TestTrace(skeletonOf([])));
    expect(await screen.findByRole('heading', { name: 'This trace has no spans' })).toBeTruthy();
  });

  it('is told when the trace cannot be read, with a way to try again', async () => {
    const user = userEvent.setup();
    const source = agent();
    const { skeleton } = source;
    source.skeleton = () => Promise.reject(new Error('The answer was cut off: 2 of 5 spans came.'));
    show(source);
    expect((await screen.findByRole('alert')).textContent).toContain('2 of 5 spans came');
    source.skeleton = skeleton;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await names()).toHaveLength(5);
  });
});

const running = (patches: number) =>
  skeletonOf(
    [
      { id: 1, name: 'run', duration: Number.NaN },
      ...Array.from({ length: 60 }, (_, step) => ({
        id: step + 2,
        name: `step ${step}`,
        parent: 0,
        type: 'CHAIN',
        start: step * 10,
        duration: 5,
      })),
      { id: 100, name: 'closed', parent: 0, type: 'CHAIN', start: 700 },
      // What comes: below a closed span, and at the end.
      ...Array.from({ length: patches }, (_, patch) => ({
        id: 1000 + patch,
        name: `news ${patch}`,
        parent: patch % 2 === 0 ? 61 : 0,
        type: 'CHAIN',
        start: 701 + patch,
      })),
    ],
    { state: 'IN_PROGRESS' },
  );

const steps = (above: number) =>
  skeletonOf(
    [
      { id: 1, name: 'run', duration: Number.NaN },
      ...Array.from({ length: above }, (_, one) => ({
        id: 500 + one,
        name: `new ${one}`,
        parent: 0,
      })),
      ...Array.from({ length: 80 }, (_, step) => ({ id: step + 2, parent: 0, start: 9 })),
    ],
    { state: 'IN_PROGRESS' },
  );

describe('a running trace', () => {
  it('leaves selection, scroll, open spans, zoom and filters as they are through 100 patches', async () => {
    const user = userEvent.setup();
    const source = new TestTrace(running(1));
    const queries = show(source, { hide: ['TOOL'], zoomFrom: 0, zoomTo: 50e6 });
    const grid = await tree();
    const closed = (await rows()).find((row) => row.textContent.includes('closed'));
    if (closed) await user.click(closed.querySelector('[data-toggle]') ?? closed);
    else {
      grid.focus();
      await user.keyboard('{End}{ArrowUp}{ArrowLeft}');
    }
    act(() => {
      grid.scrollTop = 560;
      grid.dispatchEvent(new Event('scroll'));
    });
    const chosen = (await rows())[12];
    await user.click(chosen ?? grid);
    await waitFor(() => expect(`span-${view.span}`).toBe(chosen?.id));
    const state = async () => ({
      view,
      scroll: grid.scrollTop,
      selected: await selected(),
      open: (await rows())
        .filter((row) => row.hasAttribute('aria-expanded'))
        .map((row) => [row.id, row.getAttribute('aria-expanded')]),
      seen: (await rows()).slice(0, 20).map((row) => row.id),
    });
    const before = await state();
    for (let patch = 2; patch <= 101; patch++) {
      source.now = running(patch);
      await act(() => queries.invalidateQueries({ queryKey: ['trace', 'tr-1'] }));
    }
    // One root, 60 steps, the closed one, and the 50 that came beside it.
    await waitFor(() => expect(grid.getAttribute('aria-rowcount')).toBe('113'));
    expect(await state()).toEqual(before);
  });

  it('keeps the row at the top where it is when spans come above it', async () => {
    const source = new TestTrace(steps(0));
    const queries = show(source);
    const grid = await tree();
    act(() => {
      grid.scrollTop = 280;
      grid.dispatchEvent(new Event('scroll'));
    });
    source.now = steps(3);
    await act(() => queries.invalidateQueries({ queryKey: ['trace', 'tr-1'] }));
    await waitFor(() => expect(grid.scrollTop).toBe(280 + 3 * 28));
  });
});
