import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { before, inserted, type Listed, patched } from './merge';

const row = (trace_id: string, time_ms: number, more: object = {}): Listed => ({
  trace_id,
  time_ms,
  ...more,
});
const page = (traces: Listed[], next_page_token: string | null = null) => ({
  traces,
  next_page_token,
});
const idsOf = (pages: readonly { traces: Listed[] }[]) =>
  pages.flatMap(({ traces }) => traces.map(({ trace_id }) => trace_id));

describe('a list of traces', () => {
  it('takes changed rows in their place, and stays the same without any', () => {
    const pages = [page([row('b', 2), row('a', 1)])];
    const next = patched(pages, new Map([['a', row('a', 1, { state: 'OK' })]]));
    expect(idsOf(next)).toEqual(['b', 'a']);
    expect(next[0]?.traces[1]).toHaveProperty('state', 'OK');
    expect(patched(pages, new Map([['x', row('x', 1)]]))).toBe(pages);
  });

  it('takes new rows where they belong', () => {
    const pages = [page([row('d', 9), row('c', 5)], 't1'), page([row('b', 3)], 't2')];
    const next = inserted(pages, [row('new', 10), row('mid', 4), row('old', 1), row('c', 5)]);
    expect(idsOf(next)).toEqual(['new', 'd', 'c', 'mid', 'b']);
  });

  it('takes a row behind all when no page is left to bring it', () => {
    expect(idsOf(inserted([page([row('b', 3)])], [row('old', 1)]))).toEqual(['b', 'old']);
    expect(idsOf(inserted([page([])], [row('first', 1)]))).toEqual(['first']);
  });

  it('stays in order whatever comes', () => {
    const rows = fc.uniqueArray(fc.record({ trace_id: fc.string(), time_ms: fc.nat({ max: 5 }) }), {
      selector: ({ trace_id }) => trace_id,
    });
    fc.assert(
      fc.property(rows, rows, (there, come) => {
        const sorted = there.toSorted((a, b) => (before(a, b) ? -1 : 1));
        const next = inserted([page(sorted)], come)[0]?.traces ?? [];
        expect(next).toEqual(next.toSorted((a, b) => (before(a, b) ? -1 : 1)));
        expect(new Set(idsOf([page(next)])).size).toBe(next.length);
      }),
    );
  });
});
