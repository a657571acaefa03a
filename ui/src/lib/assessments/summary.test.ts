import { describe, expect, it } from 'vitest';
import { summary, valueOf } from './summary';

describe('the summary of an assessment', () => {
  it.each([
    [true, 'Yes', 'ok'],
    [false, 'No', 'error'],
    ['yes', 'yes', 'ok'],
    ['no', 'no', 'error'],
    [0.87654321, '0.8765', 'neutral'],
    ['fine', 'fine', 'neutral'],
    [null, '–', 'neutral'],
    [{ a: 1 }, '{"a":1}', 'neutral'],
  ])('of the feedback %j is %s', (value, label, tone) => {
    expect(summary({ feedback: { value } })).toEqual({ label, tone });
  });

  it('says that a judge failed', () => {
    expect(summary({ feedback: { error: { error_code: 'RATE_LIMIT' } } })).toEqual({
      label: 'Failed: RATE_LIMIT',
      tone: 'warning',
    });
  });

  it('takes no side for expectations', () => {
    expect(summary({ expectation: { value: false } })).toEqual({ label: 'No', tone: 'neutral' });
  });

  it('unpacks expectations that travel as text', () => {
    const serialized_value = { serialization_format: 'JSON_FORMAT', value: '{"a":[1]}' };
    expect(valueOf({ expectation: { serialized_value } })).toEqual({ a: [1] });
    expect(valueOf({ expectation: { serialized_value: { value: 'no json' } } })).toBe('no json');
  });

  it('cuts long values and shows that it did', () => {
    expect(summary({ feedback: { value: 'x'.repeat(100) } }).label).toMatch(/^x{59}…$/);
  });
});
