import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SpanBody } from '../../api/types';
import { TRACE_TABS, type TraceTab } from '../../lib/urls/views';
import {
  attributesOf,
  bodyOf,
  headOf,
  skeletonOf,
  sourceOf,
  SPAN_ID,
  valueOf,
} from '../../testing/spans';
import SpanDetail from './SpanDetail';

const SCRIPT = '<script>window.hacked = true</script>';
const IMAGE = '<img src="https://evil.example/x.png" onerror="window.hacked = true">';
const SVG = '<svg onload="window.hacked = true"><a href="javascript:alert(1)">x</a></svg>';
const MARKDOWN = `![pixel](https://evil.example/pixel.png) [click](javascript:window.hacked=true) ${SCRIPT} <iframe src="https://evil.example"></iframe>`;
const TURNED = 'pay \u202Eevil\u202C\u0000 now\u200B';
const ALL = [SCRIPT, IMAGE, SVG, MARKDOWN, TURNED].join('\n\n');

const messages = (content: unknown) => ({ messages: [{ role: ALL, name: ALL, content }] });

const hostile: SpanBody = bodyOf({
  name: ALL,
  type: 'CHAT_MODEL',
  status: { code: 'ERROR', message: ALL },
  inputs: valueOf(
    messages([
      { type: 'text', text: ALL },
      { type: 'image_url', image_url: { url: 'https://evil.example/a.png' } },
      { type: 'image_url', image_url: { url: 'javascript:window.hacked=true' } },
      { type: 'image_url', image_url: { url: 'data:image/svg+xml;base64,PHN2Zz4=' } },
      { type: 'image_url', image_url: { url: 'data:text/html,<script>1</script>' } },
      { type: 'file', file: { file_data: 'javascript:alert(1)', filename: ALL } },
      { type: SCRIPT, [SCRIPT]: SVG },
    ]),
  ),
  outputs: valueOf({ choices: [{ message: { role: 'assistant', content: ALL } }] }),
  attributes: attributesOf({ [SCRIPT]: ALL, url: 'javascript:alert(1)', nested: { [IMAGE]: SVG } }),
  events: [
    {
      name: 'exception',
      time_ns: '1700000000000000001',
      attributes: attributesOf({
        'exception.type': SCRIPT,
        'exception.message': ALL,
        'exception.stacktrace': `${SVG}\n\tat ${IMAGE}`,
      }),
    },
  ],
  links: [{ trace_id: SCRIPT, span_id: IMAGE, attributes: { a: SVG } }],
});

function show(body: SpanBody, tab: TraceTab, source = sourceOf(body)) {
  const assessment = {
    assessment_id: 'a-1',
    assessment_name: SCRIPT,
    trace_id: 'tr-1',
    span_id: null,
    source: { source_type: IMAGE, source_id: SVG },
    create_time: ALL,
    last_update_time: null,
    feedback: { value: { [SCRIPT]: ALL } },
    expectation: null,
    rationale: ALL,
    metadata: { a: ALL },
    overrides: null,
    valid: true,
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SpanDetail
        source={{ ...source, writable: false }}
        head={headOf({ assessments: [assessment] })}
        skeleton={skeletonOf(body)}
        spanId={SPAN_ID}
        tab={tab}
        onTab={() => {}}
        onSpan={() => {}}
        find="hacked"
        experimentId={null}
      />
    </QueryClientProvider>,
  );
}

/** That nothing of the payload has become more than text. */
function assertTextOnly() {
  for (const tag of ['script', 'iframe', 'object', 'embed', 'base', 'meta', 'link']) {
    expect(document.body.querySelectorAll(tag)).toHaveLength(0);
  }
  for (const element of document.body.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name.startsWith('on')).toBe(false);
      if (['src', 'href', 'srcset', 'action', 'xlink:href'].includes(name)) {
        expect(value).not.toMatch(/^\s*(?:javascript|data:text|data:image\/svg|vbscript)/i);
      }
      if (name === 'src' || name === 'srcset') expect(value).not.toContain('evil.example');
    }
  }
  for (const link of document.body.querySelectorAll('a[target]')) {
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
  }
  expect((window as { hacked?: boolean }).hacked).toBeUndefined();
  // What would turn the direction or not be seen at all is in no text node.
  // oxlint-disable-next-line no-control-regex
  expect(document.body.textContent).not.toMatch(/[\u0000\u202A-\u202E\u2066-\u2069\u200B]/);
}

beforeEach(() => localStorage.clear());

describe('a hostile span', () => {
  it.each(TRACE_TABS)('is nothing but text in the tab %s', async (tab) => {
    show(hostile, tab);
    await screen.findByRole('tablist');
    const panel = await screen.findByRole('tabpanel');
    await waitFor(() => expect(panel.textContent).not.toMatch(/Loading [\w ]+…/));
    assertTextOnly();
    expect(panel.textContent).toContain(tab === 'links' ? 'script' : 'hacked');
  });

  it('shows characters that mislead by their codes', async () => {
    show(hostile, 'io');
    await screen.findByRole('tablist');
    expect(screen.getAllByTitle('right-to-left override')[0]?.textContent).toBe('U+202E');
    expect(screen.getAllByTitle('NUL')[0]?.textContent).toBe('U+0000');
  });

  it('asks before it loads an image from elsewhere', async () => {
    show(hostile, 'main');
    const buttons = await screen.findAllByRole('button', { name: /Load image from evil\.example/ });
    expect(document.querySelectorAll('img')).toHaveLength(0);
    await userEvent.click(buttons[0] as HTMLElement);
    const image = screen.getAllByRole('img')[0] as HTMLImageElement;
    expect(image.getAttribute('src')).toContain('https://evil.example/');
    expect(image.getAttribute('referrerpolicy')).toBe('no-referrer');
  });

  it('draws but a part of a line of ten million characters', async () => {
    const line = 'x'.repeat(10_000_000);
    show(bodyOf({ inputs: valueOf(line) }), 'io');
    const text = await screen.findByRole('region', { name: 'Inputs' });
    await screen.findAllByText(/xxx/);
    expect(text.textContent?.length).toBeLessThan(200_000);
    expect(screen.getByText('9.54 MiB')).toBeTruthy();
  });

  it('shows ten thousand levels of JSON, one at a time', async () => {
    const text = '['.repeat(10_000) + ']'.repeat(10_000);
    show(bodyOf({ outputs: { bytes: text.length, json: true, text, cut: false } }), 'io');
    const tree = await screen.findByRole('tree', { name: 'Outputs' });
    expect((await screen.findAllByRole('treeitem')).length).toBeLessThan(100);
    expect(tree).toBeTruthy();
  });

  it('says where broken JSON breaks, and shows it as text', async () => {
    const text = '{"a": 1,\n "b" 2}';
    show(bodyOf({ outputs: { bytes: text.length, json: true, text, cut: false } }), 'io');
    expect(await screen.findByText('This is not JSON: it breaks at line 2, column 6')).toBeTruthy();
    expect(screen.getByText('Expected :.')).toBeTruthy();
  });
});
