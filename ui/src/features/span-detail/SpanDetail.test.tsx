import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SpanBody } from '../../api/types';
import type { TraceTab } from '../../lib/urls/views';
import {
  attributesOf,
  bodyOf,
  headOf,
  skeletonOf,
  sourceOf,
  SPAN_ID,
  valueOf,
} from '../../testing/spans';
import type { SpanDetailProps } from './panel';
import SpanDetail from './SpanDetail';

function Pane({ body, ...given }: { readonly body: SpanBody } & Partial<SpanDetailProps>) {
  const [tab, setTab] = useState<TraceTab>(given.tab ?? 'main');
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: false } } }),
  );
  return (
    <QueryClientProvider client={queries}>
      <SpanDetail
        source={sourceOf(body)}
        head={headOf()}
        skeleton={skeletonOf(body)}
        spanId={SPAN_ID}
        onSpan={() => {}}
        find=""
        experimentId="0"
        {...given}
        tab={tab}
        onTab={setTab}
      />
    </QueryClientProvider>
  );
}

/** The pane of a span, once it is loaded. */
async function show(change: Partial<SpanBody>, given: Partial<SpanDetailProps> = {}) {
  const body = bodyOf(change);
  const source = given.source ?? sourceOf(body);
  render(<Pane body={body} {...given} source={source} />);
  await screen.findByRole('tablist');
  return userEvent.setup();
}

beforeEach(() => localStorage.clear());

describe('SpanDetail', () => {
  it('says in its head what the span is', async () => {
    await show({ type: 'CHAT_MODEL' });
    expect(screen.getByRole('heading', { name: 'answer' })).toBeTruthy();
    const pane = screen.getByRole('region', { name: 'Span' });
    for (const words of [
      'CHAT_MODEL',
      'OK',
      '1 s',
      '1,234 in, 56 out',
      '$0.0042',
      'gpt-4o',
      SPAN_ID,
    ]) {
      expect(pane.textContent).toContain(words);
    }
  });

  it('says so when the trace has no such span', () => {
    render(<Pane body={bodyOf()} spanId="00000000000000ff" />);
    expect(screen.getByText('There is no such span')).toBeTruthy();
  });

  it('says what failed when the span cannot be loaded, and tries again', async () => {
    const body = bodyOf();
    const span = vi.fn().mockRejectedValueOnce(new Error('The server does not answer.'));
    span.mockResolvedValue(body);
    render(<Pane body={body} source={{ ...sourceOf(body), span }} />);
    expect((await screen.findByRole('alert')).textContent).toContain('The server does not answer.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('tablist');
  });

  it('shows a conversation, with tool calls joined to their results, and the raw values by r', async () => {
    const user = await show({
      type: 'CHAT_MODEL',
      inputs: valueOf({
        temperature: 0.2,
        tools: [{ type: 'function', function: { name: 'weather', description: 'Looks outside' } }],
        messages: [
          { role: 'user', content: 'How is it?' },
          {
            role: 'assistant',
            tool_calls: [{ id: 'c1', function: { name: 'weather', arguments: '{"city":"Graz"}' } }],
          },
          { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
        ],
      }),
      outputs: valueOf({ choices: [{ message: { role: 'assistant', content: 'It is sunny.' } }] }),
    });
    const call = await screen.findByRole('region', { name: 'Call of weather' });
    expect(call.textContent).toContain('Looks outside');
    expect(call.textContent).toContain('sunny');
    expect(screen.getAllByRole('article').map((one) => one.getAttribute('aria-label'))).toEqual([
      'User message',
      'Assistant message',
      'Assistant message',
    ]);
    expect(screen.getByText('temperature').parentElement?.textContent).toBe('temperature 0.2');

    await user.keyboard('r');
    expect(await screen.findByRole('region', { name: 'Inputs' })).toBeTruthy();
    await user.keyboard('r');
    await screen.findByRole('region', { name: 'Call of weather' });
  });

  it('shows the documents of a retriever as cards; only web addresses are links', async () => {
    await show({
      type: 'RETRIEVER',
      inputs: valueOf({ query: 'x' }),
      outputs: valueOf([
        {
          page_content: 'Loosen the bolt.',
          metadata: {
            doc_uri: 'https://example.org/a',
            chunk_id: 'c7',
            relevance_score: 0.9,
            lang: 'en',
          },
        },
        { page_content: 'Other', metadata: { doc_uri: 'javascript:alert(1)' } },
      ]),
    });
    const first = await screen.findByRole('article', { name: 'Document 1' });
    for (const words of ['Loosen the bolt.', 'c7', '0.9', 'lang', 'en']) {
      expect(first.textContent).toContain(words);
    }
    const link = within(first).getByRole('link');
    expect(link.getAttribute('href')).toBe('https://example.org/a');
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    const second = screen.getByRole('article', { name: 'Document 2' });
    expect(within(second).queryByRole('link')).toBeNull();
    expect(second.textContent).toContain('javascript:alert(1)');
  });

  it('shows the places before of a reranker, and the shape of embeddings', async () => {
    await show({
      type: 'RERANKER',
      inputs: valueOf({ documents: ['a', 'b'] }),
      outputs: valueOf({ results: [{ index: 1, relevance_score: 0.8 }] }),
    });
    expect((await screen.findByRole('article', { name: 'Document 1' })).textContent).toContain(
      'up from 2',
    );
  });

  it('shows vectors by their shape', async () => {
    await show({ type: 'EMBEDDING', outputs: valueOf({ data: [{ embedding: [3, 4] }] }) });
    expect(await screen.findByRole('heading', { name: '1 vector of 2 dimensions' })).toBeTruthy();
  });

  it('shows the exception first when the span failed, with frames of libraries behind a count', async () => {
    const stack = [
      'com.acme.Fault: no',
      '\tat com.acme.A.a(A.java:1)',
      '\tat java.lang.Thread.run(Thread.java:1)',
      '\tat jdk.internal.X.y(X.java:2)',
      'Caused by: java.io.IOException: gone',
      '\tat com.acme.B.b(B.java:9)',
    ].join('\n');
    const user = await show({
      status: { code: 'ERROR', message: 'no' },
      events: [
        {
          name: 'exception',
          time_ns: '1700000000500000000',
          attributes: attributesOf({
            'exception.type': 'com.acme.Fault',
            'exception.message': 'no',
            'exception.stacktrace': stack,
          }),
        },
      ],
    });
    const shown = await screen.findByRole('region', { name: 'Exceptions' });
    expect(shown.textContent).toContain('at com.acme.A.a(A.java:1)');
    expect(shown.textContent).not.toContain('Thread.java');
    await user.click(within(shown).getByRole('button', { name: '2 frames of libraries' }));
    expect(shown.textContent).toContain('Thread.java');
    await user.click(within(shown).getByRole('button', { name: /Caused by: java.io.IOException/ }));
    expect(shown.textContent).toContain('B.java:9');

    await user.click(screen.getByRole('tab', { name: /Events/ }));
    expect((await screen.findByRole('article', { name: 'exception' })).textContent).toContain(
      '+500 ms',
    );
  });

  it('puts the pieces of a stream into one row', async () => {
    const events = Array.from({ length: 400 }, (_, i) => ({
      name: `mlflow.chunk.item.${i}`,
      time_ns: String(1700000000000000000n + BigInt(i) * 1000000n),
      attributes: attributesOf({ 'mlflow.chunk.value': `piece ${i}` }),
    }));
    const user = await show({ events }, { tab: 'events' });
    await screen.findByText('400 pieces of the stream');
    await user.click(screen.getByRole('button', { name: 'Show' }));
    const list = screen.getByRole('list', { name: 'Events' });
    expect(list.textContent).toContain('piece 0');
    expect(within(list).getAllByRole('listitem').length).toBeLessThan(60);
  });

  it('filters attributes and leads to traces with the same', async () => {
    const user = await show(
      { attributes: attributesOf({ 'gen_ai.request.model': 'gpt', city: 'Graz', deep: { a: 1 } }) },
      { tab: 'attributes' },
    );
    await screen.findByText('3 attributes');
    await user.type(screen.getByRole('searchbox', { name: 'Filter attributes' }), 'graz');
    expect(screen.getByText('1 of 3')).toBeTruthy();
    const link = screen.getByRole('link', { name: 'Find traces with this city' });
    expect(decodeURIComponent(link.getAttribute('href') ?? '')).toContain(
      'span.attributes.city:"Graz"',
    );
  });

  it('has a tab of links only when there are some', async () => {
    const onSpan = vi.fn();
    const user = await show(
      { links: [{ trace_id: 'tr-1', span_id: '00000000000000cd', attributes: {} }] },
      { onSpan, tab: 'links', experimentId: null },
    );
    await user.click(await screen.findByRole('button', { name: /00000000000000cd/ }));
    expect(onSpan).toHaveBeenCalledWith('00000000000000cd');
  });

  it('shows no tab of links when there are none', async () => {
    await show({});
    expect(screen.queryByRole('tab', { name: 'Links' })).toBeNull();
  });

  it('says how much of a value is here and loads the rest, whole in its characters', async () => {
    const whole = JSON.stringify({ text: 'ä€😀'.repeat(1000) });
    const bytes = new TextEncoder().encode(whole).length;
    const body = bodyOf({ outputs: { bytes, json: false, text: whole.slice(0, 50), cut: true } });
    const source = sourceOf(body, { outputs: whole });
    const user = await show(body, { source, tab: 'io' });
    expect(await screen.findByText(/The first \d+ B of 8.8 KiB/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Load all' }));
    await user.click(await screen.findByRole('button', { name: 'Show all 4,000 characters' }));
    const tree = screen.getByRole('tree', { name: 'Outputs' });
    expect(tree.textContent).not.toContain('\uFFFD');
    expect(tree.textContent?.match(/ä€😀/g)?.length).toBeGreaterThan(300);
  });

  it('remembers how a kind of value is shown', async () => {
    const body = { inputs: valueOf('# Title') };
    const user = await show(body, { tab: 'io' });
    await user.click(await screen.findByRole('button', { name: 'Markdown' }));
    expect(await screen.findByRole('heading', { name: 'Title', level: 1 })).toBeTruthy();
    expect(localStorage.getItem('spanloom.detail.format.inputs.text')).toBe('"markdown"');
  });

  it('gives all of the span as JSON, with numbers as they are written', async () => {
    const text = '{"id": 12345678901234567890}';
    await show({ inputs: { bytes: text.length, json: true, text, cut: false } }, { tab: 'raw' });
    const tree = await screen.findByRole('tree', { name: 'Span as JSON' });
    expect(tree.textContent).toContain('12345678901234567890');
    expect(screen.getByRole('button', { name: 'Download the span' })).toBeTruthy();
  });
});
