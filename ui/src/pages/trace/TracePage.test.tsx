import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Listener } from '../../api/changes';
import type { TraceSource } from '../../api/source';
import type { TraceHead } from '../../api/types';
import { rowOf } from '../../testing/spans';
import { skeletonOf } from '../../testing/trees';
import { TraceActions } from './TraceActions';
import { useTraceNews } from './useTraceNews';

const listeners: { to: unknown; listener: Listener }[] = [];
vi.mock(import('../../api/changes'), () => ({
  listen: (to, listener) => {
    listeners.push({ to, listener });
    return () => {
      listeners.length = 0;
    };
  },
}));

afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

const HEAD: TraceHead = {
  info: rowOf({
    experiment_id: '7',
    name: 'ask',
    state: 'IN_PROGRESS',
    time_ms: 0,
    duration_ms: null,
    tags: { env: 'prod' },
  }),
  revision: '1',
  stored_spans: 3,
  said_spans: null,
  stalled: false,
};

function traceThatCounts() {
  let heads = 0;
  const source: TraceSource = {
    key: 'tr-1',
    writable: true,
    head: () => Promise.resolve({ ...HEAD, stored_spans: ++heads }),
    skeleton: () => Promise.resolve(skeletonOf([])),
    span: () => Promise.reject(new Error('not asked')),
    value: () => Promise.reject(new Error('not asked')),
    find: () => Promise.reject(new Error('not asked')),
  };
  return source;
}

function News({ source }: { readonly source: TraceSource }) {
  const { connection, deleted } = useTraceNews(source, '7');
  const head = useQuery({ queryKey: ['trace', source.key, 'head'], queryFn: () => source.head() });
  return (
    <p>
      {head.data?.stored_spans ?? 0} heads, {connection ?? 'not yet'},{' '}
      {deleted ? 'deleted' : 'there'}
    </p>
  );
}

const within = (node: React.ReactNode) =>
  render(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>);

const NEWS = { trace_id: 'tr-1', revision: '2', state: 'IN_PROGRESS', spans: 2 };

describe('news of a trace', () => {
  it('are asked for once they are told, and again when the server is back', async () => {
    within(<News source={traceThatCounts()} />);
    expect(await screen.findByText('1 heads, not yet, there')).toBeTruthy();
    const { to, listener } = listeners[0] ?? {};
    expect(to).toEqual({ traceId: 'tr-1', experimentId: '7' });
    act(() => listener?.onConnected?.(true));
    expect(screen.getByText('1 heads, live, there')).toBeTruthy();
    act(() => listener?.onTrace?.(NEWS));
    expect(await screen.findByText('2 heads, live, there')).toBeTruthy();
    act(() => listener?.onConnected?.(false));
    expect(screen.getByText('2 heads, lost, there')).toBeTruthy();
    act(() => listener?.onConnected?.(true));
    expect(await screen.findByText('3 heads, live, there')).toBeTruthy();
  });

  it('that come while the trace is asked for make one more request, however many they are', async () => {
    within(<News source={traceThatCounts()} />);
    await screen.findByText(/1 heads/);
    act(() => {
      for (let i = 0; i < 50; i++) listeners[0]?.listener.onTrace?.(NEWS);
    });
    expect(await screen.findByText(/3 heads/)).toBeTruthy();
  });

  it('of other traces are not asked for; its deletion is said', async () => {
    within(<News source={traceThatCounts()} />);
    await screen.findByText(/1 heads/);
    act(() => listeners[0]?.listener.onRows?.([{ ...HEAD.info, trace_id: 'tr-2' }], false));
    act(() => listeners[0]?.listener.onDeleted?.(['tr-2']));
    expect(screen.getByText(/1 heads, not yet, there/)).toBeTruthy();
    act(() => listeners[0]?.listener.onDeleted?.(['tr-1']));
    expect(screen.getByText(/deleted/)).toBeTruthy();
  });
});

/** A server that does what it is asked for, and what it was asked for. */
function answering() {
  const sent: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', (url: string, { body }: { body: string }) => {
    sent.push({ path: new URL(url).pathname, body: JSON.parse(body) });
    return Promise.resolve(Response.json({ deleted: 1, tagged: 1 }));
  });
  return sent;
}

describe('what can be done with a trace', () => {
  it('it is deleted when that is confirmed', async () => {
    const user = userEvent.setup();
    const sent = answering();
    within(<TraceActions source={traceThatCounts()} />);
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(screen.getByRole('menuitem', { name: 'Delete the trace…' }));
    expect(screen.getByRole('dialog').textContent).toContain('deleted for good');
    expect(sent).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(window.location.pathname).toBe('/experiments/7/traces'));
    expect(sent).toEqual([
      { path: '/ui-api/1/traces/delete', body: { experiment_ids: ['7'], trace_ids: ['tr-1'] } },
    ]);
  });

  it('it is tagged, and what a tag replaces is said before', async () => {
    const user = userEvent.setup();
    const sent = answering();
    within(<TraceActions source={traceThatCounts()} />);
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(screen.getByRole('menuitem', { name: 'Set a tag…' }));
    await user.type(screen.getByRole('textbox', { name: 'Key' }), 'env');
    expect(screen.getByText('This replaces “prod”.')).toBeTruthy();
    await user.type(screen.getByRole('textbox', { name: 'Value' }), 'test');
    await user.click(screen.getByRole('button', { name: 'Set' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent[0]).toEqual({
      path: '/ui-api/1/traces/tags',
      body: { experiment_ids: ['7'], trace_ids: ['tr-1'], set: { env: 'test' } },
    });
  });
});
