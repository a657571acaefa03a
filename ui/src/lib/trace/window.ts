import { placeAt, type Scale, timeAt } from './scale';

/** The part of the line that is shown: places from 0 to 1. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const ALL: Window = { from: 0, to: 1 };
/** What is shown is never less than a billionth of all: floats end about there. */
const LEAST = 1e-9;

export function windowOf(scale: Scale, zoomFrom: number | null, zoomTo: number | null): Window {
  if (zoomFrom === null && zoomTo === null) return ALL;
  return inside(
    zoomFrom === null ? 0 : placeAt(scale, zoomFrom),
    zoomTo === null ? 1 : placeAt(scale, zoomTo),
  );
}

/** The zoom of a link; all null when all is shown. */
export function zoomOf(scale: Scale, shown: Window) {
  if (shown.from <= 0 && shown.to >= 1) return { zoomFrom: null, zoomTo: null };
  return { zoomFrom: timeAt(scale, shown.from), zoomTo: timeAt(scale, shown.to) };
}

/** A window between two places, in either order, that lies within the line and is not too small. */
export function inside(a: number, b: number): Window {
  const from = clamp(Math.min(a, b), 0, 1 - LEAST);
  return { from, to: clamp(Math.max(a, b), from + LEAST, 1) };
}

/** Shows `factor` times as much; what is at `anchor` (0 to 1 of the window) stays there. */
export function zoomed(shown: Window, factor: number, anchor: number): Window {
  const size = shown.to - shown.from;
  const wanted = clamp(size * factor, LEAST, 1);
  const from = clamp(shown.from + (size - wanted) * clamp(anchor, 0, 1), 0, 1 - wanted);
  return inside(from, from + wanted);
}

/** Moves the window by a share of itself. */
export function panned(shown: Window, share: number): Window {
  const size = shown.to - shown.from;
  const from = clamp(shown.from + size * share, 0, Math.max(0, 1 - size));
  return inside(from, from + size);
}

function clamp(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? least : Math.min(most, Math.max(least, value));
}
