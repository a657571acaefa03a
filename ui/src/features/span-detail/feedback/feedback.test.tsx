import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Assessment } from '../../../api/types';
import { bodyOf, headOf, skeletonOf, sourceOf, SPAN_ID } from '../../../testing/spans';
import SpanDetail from '../SpanDetail';

const judged = (change: Partial<Assessment>): Assessment => ({
  assessment_id: 'a-1',
  assessment_name: 'relevance',
  trace_id: 'tr-1',
  span_id: null,
  source: { source_type: 'LLM_JUDGE', source_id: 'gpt-4o' },
  create_time: '2026-01-01T00:00:00Z',
  last_update_time: null,
  feedback: { value: 0.87 },
  expectation: null,
  rationale: 'it says so',
  metadata: {},
  overrides: null,
  valid: true,
  ...change,
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Answers the routes of assessments; what was sent to them is in the list. */
function server(answer: (sent: Sent) => Response, may = ['assess']): Sent[] {
  const all: Sent[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url.endsWith('/ui-api/1/me')) return Promise.resolve(Response.json({ may }));
    const text = init.body as string | undefined;
    const sent = {
      method: init.method ?? 'GET',
      path: new URL(url).pathname,
      body: text === undefined ? null : (JSON.parse(text) as unknown),
    };
    all.push(sent);
    return Promise.resolve(answer(sent));
  });
  return all;
}

const saved = ({ body }: Sent) =>
  Response.json({
    assessment: {
      assessment_id: 'a-new',
      valid: true,
      ...(body as { assessment: object }).assessment,
    },
  });

const body = bodyOf();

async function show(assessments: readonly Assessment[], writable = true) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SpanDetail
        source={{ ...sourceOf(body), writable }}
        head={headOf({ assessments: [...assessments] })}
        skeleton={skeletonOf(body)}
        spanId={SPAN_ID}
        tab="feedback"
        onTab={() => {}}
        onSpan={() => {}}
        find=""
        experimentId="0"
      />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { name: 'Feedback and expectations' });
  return userEvent.setup();
}

beforeEach(() => {
  localStorage.clear();
  server(() => new Response(null, { status: 404 }));
});
afterEach(() => vi.unstubAllGlobals());

describe('the feedback of a span', () => {
  it('says who judged, what and why, with what was replaced', async () => {
    const user = await show([
      judged({ valid: false }),
      judged({
        assessment_id: 'a-2',
        overrides: 'a-1',
        feedback: { value: 0.1 },
        source: { source_type: 'HUMAN', source_id: 'amy' },
        rationale: 'the judge was wrong',
      }),
    ]);
    const card = screen.getByRole('article', { name: 'relevance' });
    expect(card.textContent).toContain('0.1');
    expect(card.textContent).toContain('Human amy');
    await user.click(within(card).getByRole('button', { name: '1 earlier value' }));
    expect(card.textContent).toContain('0.87');
    expect(card.textContent).toContain('LLM judge gpt-4o');
  });

  it('opens the form by e, saves what is typed, and remembers the name of the user', async () => {
    const sent = server(saved);
    const user = await show([]);
    await user.keyboard('e');
    const form = await screen.findByRole('form', { name: 'New assessment' });
    await user.type(within(form).getByLabelText('Name'), 'correctness');
    await user.click(within(form).getByLabelText('Yes'));
    await user.type(within(form).getByLabelText('Rationale'), 'it is');
    await user.type(within(form).getByLabelText('Your name'), 'amy');
    await user.click(within(form).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
    expect(sent[0]).toMatchObject({
      method: 'POST',
      path: '/api/3.0/mlflow/traces/tr-1/assessments',
      body: {
        assessment: {
          assessment_name: 'correctness',
          source: { source_type: 'HUMAN', source_id: 'amy' },
          feedback: { value: true },
          rationale: 'it is',
        },
      },
    });
    expect(screen.getByRole('article', { name: 'correctness' })).toBeTruthy();
    expect(localStorage.getItem('spanloom.user.name')).toBe('"amy"');
  });

  it('says what is missing before it sends anything', async () => {
    const sent = server(saved);
    const user = await show([]);
    await user.click(screen.getByRole('button', { name: /Add/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('Choose yes or no.')).toBeTruthy();
    expect(screen.getByText('Say who you are.')).toBeTruthy();
    expect(sent).toEqual([]);
  });

  it('says what the server refused, and keeps what was typed', async () => {
    server(() =>
      Response.json(
        { error_code: 'PERMISSION_DENIED', message: 'may not assess' },
        { status: 403 },
      ),
    );
    localStorage.setItem('spanloom.user.name', '"amy"');
    const user = await show([]);
    await user.click(screen.getByRole('button', { name: /Add/ }));
    await user.type(screen.getByLabelText('Name'), 'tone');
    await user.click(screen.getByLabelText('Text'));
    await user.type(screen.getByLabelText('Value'), 'warm');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Not saved: may not assess');
    expect((screen.getByLabelText('Value') as HTMLTextAreaElement).value).toBe('warm');
    expect(screen.queryByRole('article')).toBeNull();
  });

  it('overrides what a judge said, which is kept as an earlier value', async () => {
    const sent = server(saved);
    localStorage.setItem('spanloom.user.name', '"amy"');
    const user = await show([judged({})]);
    expect(screen.queryByRole('button', { name: 'Edit relevance' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Override relevance' }));
    const value = screen.getByLabelText('Value');
    await user.clear(value);
    await user.type(value, '0.2');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('button', { name: '1 earlier value' });
    expect(sent[0]?.body).toMatchObject({
      assessment: { overrides: 'a-1', feedback: { value: 0.2 }, assessment_name: 'relevance' },
    });
  });

  it('edits what a human said', async () => {
    const sent = server(saved);
    const human = judged({ source: { source_type: 'HUMAN', source_id: 'amy' } });
    const user = await show([human]);
    localStorage.setItem('spanloom.user.name', '"amy"');
    await user.click(screen.getByRole('button', { name: 'Edit relevance' }));
    await user.type(screen.getByLabelText('Your name'), 'amy');
    await user.type(screen.getByLabelText('Rationale'), ' indeed');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({
      method: 'PATCH',
      path: '/api/3.0/mlflow/traces/tr-1/assessments/a-1',
      body: {
        update_mask: 'feedback,rationale',
        assessment: { feedback: { value: 0.87 }, rationale: 'it says so indeed' },
      },
    });
  });

  it('asks before it deletes; what was replaced holds again', async () => {
    const sent = server(() => Response.json({}));
    const user = await show([
      judged({ valid: false }),
      judged({ assessment_id: 'a-2', overrides: 'a-1', feedback: { value: 0.1 } }),
    ]);
    await user.click(screen.getByRole('button', { name: 'Delete relevance' }));
    expect(sent).toEqual([]);
    const dialog = screen.getByRole('dialog', { name: 'Delete relevance?' });
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent[0]).toMatchObject({
      method: 'DELETE',
      path: '/api/3.0/mlflow/traces/tr-1/assessments/a-2',
    });
    const card = screen.getByRole('article', { name: 'relevance' });
    expect(card.textContent).toContain('0.87');
    expect(card.textContent).not.toContain('replaced');
  });

  it('can be read only in a file', async () => {
    await show([judged({})], false);
    expect(screen.queryByRole('button', { name: /Add|Override|Delete/ })).toBeNull();
    expect(screen.getByText('A file can be read only')).toBeTruthy();
  });

  it('can be read only with a token that is good for no more', async () => {
    server(() => new Response(null, { status: 403 }), ['tag']);
    await show([judged({})]);
    expect(await screen.findByText('Your token may not give feedback')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Add|Override|Delete/ })).toBeNull();
  });
});
