import { expect, it } from 'vitest';
import { columnsFor, template } from './columns';

const ALL = { self: true, tokens: true, cost: true, duration: true };

it('gives columns the room that names leave, what was asked for first', () => {
  expect(columnsFor(180, ALL)).toEqual({
    tokens: false,
    cost: false,
    self: false,
    duration: false,
  });
  expect(columnsFor(280, ALL)).toEqual({ tokens: false, cost: false, self: true, duration: false });
  expect(columnsFor(600, ALL)).toEqual({ tokens: true, cost: true, self: true, duration: true });
  expect(columnsFor(600, { ...ALL, cost: false }).cost).toBe(false);
  expect(template(columnsFor(280, ALL))).toBe('minmax(0, 1fr) 70px');
});
