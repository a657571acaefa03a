import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clause, type Operator } from './clauses';
import { chosenValues, searchedTexts, toggled } from './edit';
import { FAMILIES, FIELDS } from './fields';
import { refusedItem, toFilter } from './filter';
import { parse } from './parse';
import { print } from './print';

const filter = (text: string): string => toFilter(parse(text)).text;
const problems = (text: string): readonly string[] =>
  parse(text).flatMap(({ problem }) => (problem ? [problem.message] : []));

describe('a query', () => {
  it.each([
    ['rate limit', "trace.text ILIKE '%rate%' AND trace.text ILIKE '%limit%'"],
    ['"rate limit"', "trace.text ILIKE '%rate limit%'"],
    ['-timeout', "NOT trace.text ILIKE '%timeout%'"],
    ["don't", 'trace.text ILIKE "%don\'t%"'],
    ['status:error', "status = 'ERROR'"],
    ['-status:error', "NOT status = 'ERROR'"],
    ['status!=ok', "status != 'OK'"],
    ['duration>2s', 'execution_time_ms > 2000'],
    ['duration:>=1.5m', 'execution_time_ms >= 90000'],
    ['duration:1s..5s', 'execution_time_ms BETWEEN 1000 AND 5000'],
    ['tokens>=10k', 'total_tokens >= 10000'],
    ['cost>$0.01', 'total_cost > 0.01'],
    ['spans:1,2', '(span_count = 1 OR span_count = 2)'],
    ['tag.env:prod,staging', "tag.env IN ('prod', 'staging')"],
    ['tag.env!=prod,staging', "tag.env NOT IN ('prod', 'staging')"],
    ['tag.env:"a b"', "tag.env = 'a b'"],
    ["tag.env='prod'", "tag.env = 'prod'"],
    ['tag."my key":x', "tag.`my key` = 'x'"],
    ['tag.a-b:x', "tag.`a-b` = 'x'"],
    ['name:chat*', "name LIKE 'chat%'"],
    ['name:a*,b', "(name LIKE 'a%' OR name = 'b')"],
    ['name:my_*', "name RLIKE '(?s)^my_.*$'"],
    ['name~^a.*b$', "name RLIKE '^a.*b$'"],
    ['has:session', 'session_id IS NOT NULL'],
    ['-has:feedback.score', 'feedback.score IS NULL'],
    ['feedback.score>0.5', 'feedback.score > 0.5'],
    ['feedback.correct:false', "feedback.correct = 'false'"],
    ['span.type:llm span.model:gpt-4o', "span.type = 'LLM' AND span.model = 'gpt-4o'"],
    ['span.attributes.k:v', "span.attributes.k = 'v'"],
    ['span.content:"a b"', "span.content ILIKE '%a b%'"],
    ['session_id:s', "session_id = 's'"],
    ["(status = 'ERROR' OR tag.x = '(')", "status = 'ERROR' OR tag.x = '('"],
    ["a span(type = 'LLM')", "trace.text ILIKE '%a%' AND (span(type = 'LLM'))"],
    ["-(status = 'OK')", "NOT (status = 'OK')"],
    ['', ''],
  ])('%s means %s', (text, expected) => {
    expect(problems(text)).toEqual([]);
    expect(filter(text)).toBe(expected);
  });

  it.each([
    ['staus:error', 'There is no key staus. Is status meant? Quotes make it a text to search for'],
    ['https://example.org', 'There is no key https. Quotes make it a text to search for'],
    ['status:', 'status lacks a value'],
    ['status>ok', 'status is text: it takes : != and ~'],
    ['duration>soon', 'duration wants a duration such as 500ms, 2s, 1.5m or 1h'],
    ['tag.n>many', 'tag.n> wants a number'],
    ['"rate limit', 'Nothing ends this "'],
    ["(status = 'ERROR'", 'Nothing ends this ('],
    ['()', 'There is no filter in the parentheses'],
    ['has:', 'has: lacks a key'],
    ['has:text', 'Every trace has text'],
    ['AND', 'AND is a word of the filter language'],
    ['text:a text!=b', 'text takes : only'],
  ])('says of %s: %s', (text, expected) => {
    expect(problems(text)).toHaveLength(1);
    expect(problems(text)[0]).toContain(expected);
  });

  it('keeps what is right beside what is wrong', () => {
    expect(filter('status:error nokey:1 cost>1')).toBe("status = 'ERROR' AND total_cost > 1");
  });

  it('never reads filter text without parentheses as words', () => {
    expect(problems("status = 'ERROR' AND name = 'x'").length).toBeGreaterThan(0);
  });

  it('reads any text, and gives every letter but spaces to one item', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab:"\'(),*-=<> .~!\u00e9'), maxLength: 30 }),
        (text) => {
          const items = parse(text);
          let at = 0;
          for (const item of items) {
            expect(text.slice(at, item.from).trim()).toBe('');
            expect(item.to).toBeGreaterThan(item.from);
            expect(item.text).toBe(text.slice(item.from, item.to));
            expect((item.clause === null) !== (item.problem === null)).toBe(true);
            at = item.to;
          }
          expect(text.slice(at).trim()).toBe('');
        },
      ),
    );
  });

  const anyText = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
  const tricky = fc.string({
    minLength: 1,
    maxLength: 8,
    unit: fc.constantFrom(...'ab "\',*()-:=<>~!.%_\\`\n'),
  });
  const someText = fc.oneof(anyText, tricky);
  const familyKey = fc
    .tuple(fc.constantFrom(...FAMILIES), someText)
    .map(([family, name]) => family.prefix + name);
  const fixedKey = fc.constantFrom(
    ...FIELDS.filter(({ kind, upper }) => kind === 'text' && !upper).map(({ key }) => key),
  );
  const glob = fc.array(fc.oneof(fc.constant(''), someText), { minLength: 1, maxLength: 3 });
  const clause: fc.Arbitrary<Clause> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), negated: fc.boolean(), text: someText }),
    fc.record({
      kind: fc.constant('has' as const),
      negated: fc.boolean(),
      key: fc.oneof(familyKey, fixedKey),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      key: fc.oneof(familyKey, fixedKey),
      operator: fc.constantFrom<Operator>(':', '!='),
      values: fc.array(glob, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      negated: fc.boolean(),
      key: fc.oneof(familyKey, fixedKey),
      operator: fc.constant<Operator>('~'),
      values: someText.map((text) => [[text]]),
    }),
    fc.record({
      kind: fc.constant('filter' as const),
      negated: fc.boolean(),
      filter: fc.constantFrom("status = 'OK'", "span(type = ')')", 'tag.`a(` = "x"'),
    }),
  );

  it('is printed so that it is read as the same clauses', () => {
    fc.assert(
      fc.property(fc.array(clause, { maxLength: 4 }), (clauses) => {
        const text = clauses.map(print).join(' ');
        expect(parse(text).map((item) => item.clause)).toEqual(clauses);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a value of a facet', () => {
  it('is added to the clause of its key, and taken out again', () => {
    const one = toggled('hello', 'tag.env', 'prod');
    expect(one).toBe('hello tag.env:prod');
    const two = toggled(one, 'tag.env', 'a b');
    expect(two).toBe('hello tag.env:prod,"a b"');
    expect(chosenValues(two, 'tag.env')).toEqual(['prod', 'a b']);
    expect(toggled(toggled(two, 'tag.env', 'prod'), 'tag.env', 'a b')).toBe('hello');
  });

  it('is not mixed up with clauses that say no', () => {
    expect(toggled('-status:ERROR', 'status', 'OK')).toBe('-status:ERROR status:OK');
  });
});

describe('a refusal of the server', () => {
  it('is about the clause at its column', () => {
    const items = parse('a😀 (nofield = 1)');
    const text = toFilter(items);
    const before = text.text.slice(0, text.text.indexOf('nofield'));
    const column = Array.from(before).length + 1;
    expect(refusedItem(text, `filter, column ${column}: unknown field`)?.text).toBe(
      '(nofield = 1)',
    );
    expect(refusedItem(text, 'something else')).toBeNull();
  });
});

it('tells the texts that are searched for', () => {
  expect(searchedTexts(parse('a -b "c d" text:e name:f'))).toEqual(['a', 'c d', 'e']);
});
