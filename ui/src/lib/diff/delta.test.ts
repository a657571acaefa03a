import { describe, expect, it } from 'vitest';
import { delta, shareWords, signed } from './delta';

describe('a delta', () => {
  it('has its sign and its share of the first', () => {
    expect(delta(100, 150)).toEqual({ by: 50, share: 0.5 });
    expect(delta(100, 50)).toEqual({ by: -50, share: -0.5 });
    expect(delta(0, 5)).toEqual({ by: 5, share: null });
  });

  it('is unknown when one of the figures is', () => {
    expect(delta(null, 1)).toBeNull();
    expect(delta(1, Number.NaN)).toBeNull();
  });

  it('is written with its sign', () => {
    expect(signed(5, String)).toBe('+5');
    expect(signed(-5, String)).toBe('−5');
    expect(signed(0, String)).toBe('±0');
    expect(shareWords(0.5)).toBe('+50 %');
    expect(shareWords(-0.0042)).toBe('−0.4 %');
    expect(shareWords(24)).toBe('×25');
    expect(shareWords(null)).toBe('');
  });
});
