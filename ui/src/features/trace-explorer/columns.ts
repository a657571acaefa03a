/** What the tree says of a span besides its name, as far as there is room. */
export interface Columns {
  readonly tokens: boolean;
  readonly cost: boolean;
  readonly self: boolean;
  readonly duration: boolean;
}

/** Pixels of each. */
const COLUMN_WIDTHS = { tokens: 58, cost: 66, self: 70, duration: 74 } as const;
const NAME = 200;

/** The columns that leave the names enough room; the one that was asked for first. */
export function columnsFor(
  width: number,
  wants: {
    readonly self: boolean;
    readonly tokens: boolean;
    readonly cost: boolean;
    readonly duration: boolean;
  },
): Columns {
  let left = width - NAME;
  const fits = (column: keyof typeof COLUMN_WIDTHS): boolean => {
    if (!wants[column] || left < COLUMN_WIDTHS[column]) return false;
    left -= COLUMN_WIDTHS[column];
    return true;
  };
  const self = fits('self');
  const duration = fits('duration');
  const tokens = fits('tokens');
  const cost = fits('cost');
  return { tokens, cost, self, duration };
}

/** The columns of a line of the tree, for CSS. */
export function template(columns: Columns): string {
  const rest = (['tokens', 'cost', 'self', 'duration'] as const)
    .filter((column) => columns[column])
    .map((column) => `${COLUMN_WIDTHS[column]}px`);
  return ['minmax(0, 1fr)', ...rest].join(' ');
}
