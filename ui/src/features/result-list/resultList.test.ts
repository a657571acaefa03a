import { afterEach, expect, it, vi } from 'vitest';
import { keepResultList, loadMoreResults, useResultList } from './resultList';
import { renderHook } from '@testing-library/react';

afterEach(() => vi.unstubAllGlobals());

it('goes on behind the page that was shown, without what is there already', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', (_: string, options: { body: string }) => {
    asked.push(JSON.parse(options.body));
    const traces = ['b', 'c'].map((trace_id) => ({
      trace_id,
      experiment_id: '0',
      state: 'OK',
      time_ms: 1,
      tags: {},
      metadata: {},
      assessments: [],
    }));
    return Promise.resolve(new Response(JSON.stringify({ traces, next_page_token: null })));
  });
  keepResultList({ ids: ['a', 'b'], search: { experiment_ids: ['0'] }, next: 't' });
  await Promise.all([loadMoreResults(), loadMoreResults()]);
  expect(renderHook(() => useResultList()).result.current).toMatchObject({
    ids: ['a', 'b', 'c'],
    next: null,
  });
  expect(asked).toEqual([{ experiment_ids: ['0'], page_token: 't' }]);
});
