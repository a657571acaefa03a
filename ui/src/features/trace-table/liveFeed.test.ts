import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TracePage, TraceRow } from '../../api/types';
import { rowOf } from '../../testing/spans';
import { LiveFeed, listenFor } from './liveFeed';

const row = (trace_id: string, time_ms: number, state = 'OK'): TraceRow =>
  rowOf({ trace_id, time_ms, state });

let feed: ReadableStreamDefaultController<Uint8Array>;
let asked: { filter?: string; max_results: number }[];
let found: readonly TraceRow[];
let pages: TracePage[];
let stop: () => void;

const say = (event: string, data: unknown) =>
  feed.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
const sayRows = (...rows: readonly TraceRow[]) =>
  say('traces', { experiment_id: '0', rows, more: false });
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });
const ids = () => pages.flatMap((page) => page.traces.map(({ trace_id }) => trace_id));

beforeEach(() => {
  asked = [];
  found = [];
  pages = [{ traces: [row('b', 20), row('a', 10)], next_page_token: 'more' }];
  vi.stubGlobal('fetch', (address: string, options: { body?: string }) => {
    if (address.includes('/changes')) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => void (feed = controller),
      });
      return Promise.resolve(new Response(body));
    }
    asked.push(JSON.parse(options.body ?? '') as (typeof asked)[number]);
    return Promise.resolve(new Response(JSON.stringify({ traces: found, next_page_token: null })));
  });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

/** @param isThere whether the list came before the connection */
function start(filter?: string, isThere = false) {
  const live = new LiveFeed({
    scope: { experiment_ids: ['0'], ...(filter === undefined ? {} : { filter }) },
    order: ['timestamp_ms DESC'],
    newestFirst: true,
  });
  const end = live.start({
    pages: () => (isThere ? pages : null),
    change: (how) => {
      pages = how(pages);
    },
    loadedAt: () => 0,
    onWaiting: () => undefined,
  });
  let there: boolean | null = null;
  const close = listenFor(
    '0',
    () => live,
    (connected) => {
      there = connected;
    },
  );
  stop = () => {
    end();
    close();
  };
  return {
    state: () => live.store.getState(),
    connected: async (wanted = true) => {
      await until(() => expect(there).toBe(wanted));
      isThere = true;
    },
  };
}

describe('the feed of changes', () => {
  it('changes rows in their place and lets new ones wait', async () => {
    const { state, connected } = start();
    await connected();
    sayRows(row('a', 10, 'ERROR'), row('c', 30));
    await until(() => expect(state().waiting.size).toBe(1));
    expect(ids()).toEqual(['b', 'a']);
    expect(pages[0]?.traces[1]?.state).toBe('ERROR');
    expect(asked).toEqual([]);
  });

  it('leaves the order of the rows alone, however many changes come', async () => {
    const traces = Array.from({ length: 50 }, (_, index) => row(`t${index}`, 1000 - index));
    pages = [{ traces, next_page_token: null }];
    const before = ids();
    const { state, connected } = start();
    await connected();
    for (let change = 0; change < 100; change++) {
      sayRows(row(`t${change % 50}`, 1000 - (change % 50), change % 2 ? 'OK' : 'ERROR'));
    }
    await until(() => expect(pages[0]?.traces[48]?.state).toBe('ERROR'));
    expect(ids()).toEqual(before);
    expect(state().waiting.size).toBe(0);
  });

  it('takes a trace that began before the last row for one of a later page', async () => {
    const { state, connected } = start();
    await connected();
    sayRows(row('old', 5));
    await until(() => expect(state().news).toBe(1));
    expect(state().waiting.size).toBe(0);
  });

  it('asks the server whether changed traces belong to the result, and marks those that do not', async () => {
    const { state, connected } = start("status = 'OK'");
    await connected();
    found = [row('c', 30)];
    sayRows(row('a', 10, 'ERROR'), row('c', 30), row('d', 31, 'ERROR'));
    await until(() => expect(state().marks.get('a')).toBe('unmatched'));
    expect(asked[0]?.filter).toBe("(status = 'OK') AND request_id IN ('a', 'c', 'd')");
    expect([...state().waiting.keys()]).toEqual(['c']);
    expect(ids()).toEqual(['b', 'a']);
  });

  it('marks what was deleted and no longer offers it', async () => {
    const { state, connected } = start();
    await connected();
    sayRows(row('c', 30));
    await until(() => expect(state().waiting.size).toBe(1));
    say('deleted', { trace_ids: ['a', 'c'] });
    await until(() => expect(state().marks.get('a')).toBe('deleted'));
    expect(state().waiting.size).toBe(0);
    expect(ids()).toEqual(['b', 'a']);
  });

  it('asks for the first page of a list that was there before it, and about traces that were running', async () => {
    pages = [{ traces: [row('b', 20, 'IN_PROGRESS')], next_page_token: null }];
    found = [row('c', 30), row('b', 20, 'OK')];
    const { state } = start(undefined, true);
    await until(() => expect(asked.length).toBeGreaterThanOrEqual(2));
    expect(asked[1]?.filter).toBe("request_id IN ('b')");
    expect(pages[0]?.traces[0]?.state).toBe('OK');
    expect([...state().waiting.keys()]).toEqual(['c']);
  });

  it('asks for what it missed, however short the server was away', async () => {
    const { state, connected } = start();
    await connected();
    expect(asked).toEqual([]);
    found = [row('c', 30)];
    feed.close();
    await connected(false);
    await connected();
    await until(() => expect([...state().waiting.keys()]).toEqual(['c']));
    expect(asked).toHaveLength(1);
  });

  it('says that the server is away', async () => {
    const { connected } = start();
    await connected();
    feed.close();
    await connected(false);
  });
});
