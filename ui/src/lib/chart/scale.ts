/** Steps of the axis that people count by: 1, 2, 2.5 or 5 times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];

/** The marks of an axis from 0 to the largest value or a little more; always at least two, all finite. */
export function ticks(largest: number, most: number): readonly number[] {
  const top = largest > 1e-300 && largest < 1e300 ? largest : 1;
  const rough = top / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  // Multiplied, not added up, so that no rounding piles up.
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the columns of a chart stand: `count` of equal width beside each other. */
export function columnAt(plot: Plot, count: number, index: number): { x: number; width: number } {
  const width = plot.width / Math.max(1, count);
  return { x: plot.left + index * width, width };
}

/** The height above the bottom of a plot at which a value stands; never outside of it. */
export function yOf(plot: Plot, value: number, top: number): number {
  const share = top > 0 && Number.isFinite(value) ? Math.min(1, Math.max(0, value / top)) : 0;
  return plot.top + plot.height * (1 - share);
}

/** The runs of known values, as points; a single point is a run, too. */
export function runs(
  plot: Plot,
  values: readonly (number | null)[],
  top: number,
): readonly (readonly { readonly x: number; readonly y: number }[])[] {
  const all: { x: number; y: number }[][] = [];
  let open: { x: number; y: number }[] | null = null;
  for (const [i, value] of values.entries()) {
    if (value === null || !Number.isFinite(value)) {
      open = null;
      continue;
    }
    const { x, width } = columnAt(plot, values.length, i);
    if (!open) all.push((open = []));
    open.push({ x: x + width / 2, y: yOf(plot, value, top) });
  }
  return all;
}

/** Which of so many labels are written so that each has its room: every n-th. */
export function everyNth(count: number, width: number, room: number): number {
  return Math.max(1, Math.ceil((count * room) / Math.max(1, width)));
}
