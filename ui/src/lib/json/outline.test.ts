import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, indexAt, JsonOutline, keyOf, PAGE, type Row, startOf } from './outline';
import { pathOf } from './path';

const ALL = 1e9;

function opened(text: string): JsonOutline {
  const outline = new JsonOutline(text);
  outline.scan(outline.root, ALL);
  return outline;
}

/** Opens everything, a row after the other. */
function openAll(outline: JsonOutline): void {
  for (let place = 0; place < outline.rowCount; place++) {
    const row = rowAt(outline, place);
    if ('[{'.includes(textOf(row)[0] ?? ' ')) outline.scan(outline.open(row), ALL);
  }
}

function rowAt(outline: JsonOutline, place: number): Row {
  const row = outline.row(place);
  if (!row) throw new Error(`no row ${place} of ${outline.rowCount}`);
  return row;
}

const textOf = (row: Row) => row.parent.text.slice(startOf(row), endOf(row));

function flat(value: unknown, depth: number): [number, string | number, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : Object.entries(value);
  return entries.flatMap(([key, one]) => [[depth, key, one], ...flat(one, depth + 1)]);
}

describe('JsonOutline', () => {
  it('has a row for each value when all is opened, in the order of the text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const outline = opened(JSON.stringify(value));
        openAll(outline);
        const rows = Array.from({ length: outline.rowCount }, (_, place) => {
          const row = rowAt(outline, place);
          expect(outline.placeOf(row.parent, row.index)).toBe(place);
          return [row.depth, keyOf(row), JSON.parse(textOf(row))];
        });
        // -0 is written as 0, and objects put numbers first: the text decides.
        expect(rows).toEqual(flat(JSON.parse(JSON.stringify(value)), 0));
      }),
    );
  });

  it('gives back the rows of what is closed', () => {
    const outline = opened('{"a": [1, [2, 3]], "b": 4}');
    openAll(outline);
    expect(outline.rowCount).toBe(6);
    const [first] = outline.root.kids;
    if (first) outline.close(first);
    expect(outline.rowCount).toBe(2);
    expect(keyOf(rowAt(outline, 1))).toBe('b');
  });

  it('opens thousands of levels one after the other', () => {
    const outline = opened('['.repeat(3000) + ']'.repeat(3000));
    openAll(outline);
    expect(outline.rowCount).toBe(2_999);
    expect(rowAt(outline, 2_998).depth).toBe(2_998);
    expect(pathOf(rowAt(outline, 2_998))).toBe('$' + '[0]'.repeat(2_999));
  });

  it('opens the JSON that a string holds, and tells the way to it', () => {
    const outline = opened(JSON.stringify({ arguments: '{"city": ["Basel"]}' }));
    outline.scan(outline.openInner(rowAt(outline, 0)), ALL);
    outline.scan(outline.open(rowAt(outline, 1)), ALL);
    expect(textOf(rowAt(outline, 2))).toBe('"Basel"');
    expect(pathOf(rowAt(outline, 2))).toBe('$.arguments > $.city[0]');
  });

  it('shows a long string in pieces that make the whole again', () => {
    const long =
      'a line\n'.repeat(1000) + '😀'.repeat(3000) + '\\'.repeat(5000) + '\u0000'.repeat(2000);
    const text = JSON.stringify([long]);
    const outline = opened(text);
    const node = outline.openString(rowAt(outline, 0));
    expect(outline.rowCount).toBeGreaterThan(5);
    const pieces = Array.from({ length: outline.rowCount - 1 }, (_, i) => rowAt(outline, i + 1));
    expect(pieces.every((row) => row.kind === 'piece')).toBe(true);
    expect(pieces.map((row) => JSON.parse(`"${textOf(row)}"`) as string).join('')).toBe(long);
    expect(indexAt(node, text.length - 3)).toBe(pieces.length - 1);
  });

  it('shows so many children at once, and more when asked', () => {
    const outline = opened(JSON.stringify(Array.from({ length: PAGE + 10 }, (_, i) => i)));
    expect(outline.rowCount).toBe(PAGE + 1);
    expect(rowAt(outline, PAGE).kind).toBe('more');
    outline.showMore(outline.root, 'more');
    expect(outline.rowCount).toBe(PAGE + 10);
  });

  it('shows a far child with its neighbours, and those before when asked', () => {
    const outline = opened(JSON.stringify(Array.from({ length: PAGE * 3 }, () => [1])));
    outline.scan(outline.open(rowAt(outline, 0)), ALL);
    const far = PAGE * 2;
    outline.showAround(outline.root, far);
    const place = outline.placeOf(outline.root, far);
    expect(keyOf(rowAt(outline, place))).toBe(far);
    expect(rowAt(outline, 0).kind).toBe('earlier');
    expect(rowAt(outline, outline.rowCount - 1).kind).toBe('more');
    expect(outline.rowCount).toBe(PAGE + 2);
    outline.scan(outline.open(rowAt(outline, place)), ALL);
    expect(textOf(rowAt(outline, place + 1))).toBe('1');
    expect(keyOf(rowAt(outline, place + 2))).toBe(far + 1);
    outline.showMore(outline.root, 'earlier');
    expect(outline.rowCount).toBe(PAGE * 2 + 3);
    expect(keyOf(rowAt(outline, outline.placeOf(outline.root, far)))).toBe(far);
  });

  it('keeps numbers as they are written', () => {
    const outline = opened('[1.50, 12345678901234567890, 1e400]');
    expect([0, 1, 2].map((i) => textOf(rowAt(outline, i)))).toEqual([
      '1.50',
      '12345678901234567890',
      '1e400',
    ]);
  });

  it('shows the children that have been found while it still reads', () => {
    const outline = new JsonOutline(JSON.stringify({ first: 1, rest: 'x'.repeat(10_000) }));
    outline.scan(outline.root, 30);
    expect(outline.rowCount).toBe(2);
    expect(keyOf(rowAt(outline, 1))).toBe('rest');
  });
});
