/** How a figure of the second trace stands to that of the first. */
export interface Delta {
  /** Second minus first. */
  readonly by: number;
  /** A share of the first: 0.5 is half as much more; null when the first is 0. */
  readonly share: number | null;
}

/** Null when one of them is unknown. */
export function delta(a: number | null, b: number | null): Delta | null {
  if (a === null || b === null || !Number.isFinite(a) || !Number.isFinite(b)) return null;
  return { by: b - a, share: a === 0 ? null : (b - a) / Math.abs(a) };
}

/** A figure with its sign: `+12 ms`, `−3`, `±0`. */
export function signed(value: number, format: (value: number) => string): string {
  if (value === 0) return '±0';
  return (value > 0 ? '+' : '−') + format(Math.abs(value));
}

/** `+12 %`, `−0.4 %`, `×25` from ten times as much on. */
export function shareWords(share: number | null): string {
  if (share === null) return '';
  if (share >= 9) return `×${Math.round(share + 1).toLocaleString('en')}`;
  const percent = Math.abs(share * 100);
  const digits = percent < 10 && percent !== 0 ? 1 : 0;
  return signed(share, () => `${Number(percent.toFixed(digits))} %`);
}
