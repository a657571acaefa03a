import { describe, expect, it } from 'vitest';
import { looksLikeId } from './ids';

describe('an id of a trace', () => {
  it.each([
    'tr-0af7651916cd43dd8448eb211c80319c',
    '0af7651916cd43dd8448eb211c80319c',
    '0x0AF7651916CD43DD8448EB211C80319C',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '  tr-1234  ',
  ])('is known in the form %s', (id) => {
    expect(looksLikeId(id)).toBe(true);
  });

  it.each(['', 'rate limit', 'tr-', '0af76519', '00-xyz'])('is not seen in %j', (text) => {
    expect(looksLikeId(text)).toBe(false);
  });
});
