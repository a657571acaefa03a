import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { rowOf } from '../../testing/spans';
import { Turn } from './Turn';

const turn = rowOf({
  time_ms: 0,
  duration_ms: 1500,
  request: '{"question": "How are you?"}',
  response: 'Fine.',
  tokens: { input: 3, output: 4, total: 7, cache_read: null, cache_creation: null },
  session: 's',
  assessments: [
    {
      assessment_id: 'a-1',
      assessment_name: 'good',
      trace_id: 'tr-1',
      span_id: null,
      source: { source_type: 'HUMAN', source_id: 'ada' },
      create_time: null,
      last_update_time: null,
      feedback: { value: true },
      expectation: null,
      rationale: null,
      metadata: {},
      overrides: null,
      valid: true,
    },
  ],
});

function show(row: typeof turn) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Turn experimentId="0" turn={row} number={3} />
    </QueryClientProvider>,
  );
}

describe('a turn of a session', () => {
  it('says what was asked and answered, its figures and its feedback', async () => {
    show(turn);
    const article = screen.getByRole('article', { name: 'Turn 3' });
    expect(await screen.findByText('How are you?')).toBeTruthy();
    expect(await screen.findByText('Fine.')).toBeTruthy();
    expect(article.textContent).toContain('1.5 s');
    expect(article.textContent).toContain('7 tokens');
    expect(article.textContent).toContain('good: true');
    const link = screen.getByRole('link', { name: 'Open trace' });
    expect(link.getAttribute('href')).toBe('/experiments/0/traces/tr-1');
  });

  it('says that a failed one has no answer', () => {
    show({ ...turn, state: 'ERROR', response: null });
    expect(screen.getByText('It failed without an answer.')).toBeTruthy();
  });

  it('does not load a large trace for its whole message by itself, and says so', () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('not expected'));
    show({ ...turn, response: 'x'.repeat(256), span_count: 50_000 });
    expect(screen.getByRole('button', { name: 'Load the whole messages' })).toBeTruthy();
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });
});
