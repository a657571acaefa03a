import { describe, expect, it } from 'vitest';
import { eventRows } from './rows';

const event = (name: string) => ({ name, time_ns: '1', attributes: [] });

describe('eventRows', () => {
  const chunks = Array.from({ length: 500 }, (_, i) => event(`mlflow.chunk.item.${i}`));

  it('puts exceptions first and the pieces of a stream into one row', () => {
    const rows = eventRows([event('checked'), ...chunks, event('exception')], false);
    expect(rows.map((row) => (row.kind === 'event' ? row.event.name : row.count))).toEqual([
      'exception',
      'checked',
      500,
    ]);
  });

  it('shows the pieces when they are opened, each with its place among the events', () => {
    const rows = eventRows([event('checked'), ...chunks], true);
    expect(rows).toHaveLength(502);
    expect(rows[2]).toMatchObject({ kind: 'event', number: 1 });
  });
});
