import { expect, it } from 'vitest';
import { attributeClause } from './print';

it('writes the clause of an attribute as the query bar reads it', () => {
  expect(attributeClause('gen_ai.request.model', 'gpt "4" \\')).toBe(
    String.raw`span.attributes.gen_ai.request.model:"gpt ""4"" \"`,
  );
  expect(attributeClause('my key', 'x')).toBe('span.attributes."my key":"x"');
});
