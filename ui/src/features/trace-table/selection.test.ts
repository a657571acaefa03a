import { describe, expect, it } from 'vitest';
import { isEmpty, isSelected, NOTHING_SELECTED, ofAll, toggledTrace, withRange } from './selection';

describe('a selection', () => {
  it('takes a trace in and out', () => {
    const one = toggledTrace(NOTHING_SELECTED, 'a');
    expect(isSelected(one, 'a')).toBe(true);
    expect(isEmpty(toggledTrace(one, 'a'))).toBe(true);
  });

  it('takes a range in, in either direction', () => {
    const shown = ['a', 'b', 'c', 'd'];
    expect([...withRange(NOTHING_SELECTED, shown, 2, 1).ids]).toEqual(['b', 'c']);
    expect([...withRange(ofAll(['d']), shown, 0, 0).ids]).toEqual(['d', 'a']);
  });

  it('of the whole result holds whatever is in it', () => {
    expect(isSelected({ ids: new Set(), all: true }, 'x')).toBe(true);
  });
});
