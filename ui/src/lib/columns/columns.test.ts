import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, columnsOf, defaultColumns, FIXED_COLUMNS, moved } from './columns';
import { NEWEST_FIRST, orderBy, sortOf, sortText, turned } from './sort';

describe('columns', () => {
  it('are those of the field, and one for each key', () => {
    expect(columnOf('tag.my key')).toMatchObject({ title: 'my key', group: 'Tags' });
    expect(columnOf('feedback.correct')?.order).toBeUndefined();
    expect(columnOf('nothing')).toBeNull();
    expect(columnOf('tag.')).toBeNull();
  });

  it('stand once each, without what is none', () => {
    expect(columnsOf(['name', 'x', 'name', 'tag.a']).map(({ id }) => id)).toEqual([
      'name',
      'tag.a',
    ]);
  });

  it('have three feedbacks among them at first', () => {
    const names = ['a', 'b', 'c', 'd'];
    expect(columnsOf(defaultColumns(names, false))).toHaveLength(11);
    expect(defaultColumns(names, true).toSorted()).toEqual(defaultColumns(names, false).toSorted());
  });

  it('are moved and never lost', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1 }),
        fc.nat(),
        fc.integer(),
        (ids, at, by) => {
          const id = ids[at % ids.length] ?? '';
          expect(moved(ids, id, by).toSorted()).toEqual(ids.toSorted());
        },
      ),
    );
  });
});

describe('the order', () => {
  it('is said in a link and read back', () => {
    const sortable = FIXED_COLUMNS.filter(({ order }) => order).map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.constantFrom(...sortable, 'tag.a b', 'metadata.desc'),
        fc.boolean(),
        (column, descending) => {
          expect(sortOf(sortText({ column, descending }))).toEqual({ column, descending });
        },
      ),
    );
  });

  it('is the newest first when nothing or nonsense is said', () => {
    expect(sortOf(null)).toEqual(NEWEST_FIRST);
    expect(sortOf('request desc')).toEqual(NEWEST_FIRST);
    expect(orderBy(sortOf('x'))).toEqual(['timestamp_ms DESC']);
  });

  it('begins with the largest of numbers and turns with the second press', () => {
    const once = turned(NEWEST_FIRST, 'cost');
    expect(orderBy(once)).toEqual(['total_cost DESC']);
    expect(orderBy(turned(once, 'cost'))).toEqual(['total_cost ASC']);
    expect(orderBy(turned(once, 'tag.a`b'))).toEqual(['tag.`a``b` ASC']);
  });
});
