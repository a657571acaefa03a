import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISLAND, readTraceFile } from '../../lib/trace-file/read';
import { embed } from './embed';

const VIEWER = `<!doctype html><html><body><div id="root"></div><script type="application/json" id="${ISLAND}"></script><script type="module">let a = "$&"</script></body></html>`;

function trace(name: string): string {
  return JSON.stringify({ info: { trace_id: 'tr-1' }, data: { spans: [{ name, span_id: 'aa' }] } });
}

describe('an exported page', () => {
  it.each([
    '</script><script>alert(1)</script>',
    '<!-- <script>',
    '</SCRIPT >',
    '$& $1 $$',
    '\u2028\u0000<',
  ])('keeps %j within its script, and gives it back', (hostile) => {
    const html = embed(VIEWER, trace(hostile)).join('');
    const document = new DOMParser().parseFromString(html, 'text/html');
    expect(document.querySelectorAll('script')).toHaveLength(2);
    expect(html).toContain('let a = "$&"');
    expect(readTraceFile(html).traces[0]?.spans[0]?.name).toBe(hostile);
  });

  it('has no < in what it says of the trace', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const [, open, json] = embed(VIEWER, trace(name));
        expect(open).toBe(`<script type="application/json" id="${ISLAND}">`);
        expect(json).not.toContain('<');
        expect(JSON.parse(json ?? '')).toEqual(JSON.parse(trace(name)));
      }),
    );
  });

  it('is not made of a page that is no viewer', () => {
    expect(() => embed('<p>', '{}')).toThrow(/no place for a trace/);
  });
});
