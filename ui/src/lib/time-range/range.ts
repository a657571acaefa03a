import { dateTime } from '../format/format';

/**
 * When traces started, as a link says it: each end is null (open), `-1h` (so long before now) or milliseconds since 1970.
 */
export interface TimeRange {
  readonly from: string | null;
  readonly to: string | null;
}

export interface Preset {
  readonly from: string | null;
  readonly label: string;
}

export const PRESETS: readonly Preset[] = [
  { from: '-15m', label: 'Last 15 minutes' },
  { from: '-1h', label: 'Last hour' },
  { from: '-24h', label: 'Last 24 hours' },
  { from: '-7d', label: 'Last 7 days' },
  { from: '-30d', label: 'Last 30 days' },
  { from: null, label: 'All time' },
];

const UNITS: Record<string, readonly [millis: number, word: string]> = {
  s: [1000, 'second'],
  m: [60_000, 'minute'],
  h: [3_600_000, 'hour'],
  d: [86_400_000, 'day'],
  w: [604_800_000, 'week'],
};

/** How many milliseconds `-1h` goes back; null when the text is not relative. */
function back(text: string): number | null {
  const found = /^-(\d{1,9})([smhdw])$/.exec(text);
  const unit = UNITS[found?.[2] ?? ''];
  return found && unit ? Number(found[1]) * unit[0] : null;
}

/** The moment of an end; null when it is open, or no moment. */
export function moment(end: string | null, now: number): number | null {
  if (end === null) return null;
  const before = back(end);
  if (before !== null) return now - before;
  return /^\d{1,15}$/.test(end) ? Number(end) : null;
}

/** Both ends as a scope has them: an open end is left out. */
export function bounds(
  { from, to }: TimeRange,
  now: number,
): { readonly from_ms?: number; readonly to_ms?: number } {
  const start = moment(from, now);
  const end = moment(to, now);
  return {
    ...(start === null ? {} : { from_ms: start }),
    ...(end === null ? {} : { to_ms: end }),
  };
}

/** Whether an end goes along with the clock. */
export const isRelative = (end: string | null): boolean => end !== null && back(end) !== null;

/** Both moments in a link; the earlier one first. */
export function between(a: number, b: number): TimeRange {
  return { from: String(Math.round(Math.min(a, b))), to: String(Math.round(Math.max(a, b))) };
}

/** The range in a few words. */
export function words({ from, to }: TimeRange): string {
  const preset = PRESETS.find((each) => each.from === from);
  if (to === null && preset) return preset.label;
  const start = endWords(from);
  const end = endWords(to);
  if (start === null && end === null) return 'All time';
  if (end === null) return back(from ?? '') === null ? `Since ${start}` : `Last ${spanWords(from)}`;
  if (start === null) return `Until ${end}`;
  // The day is said once when both are of one.
  return start.slice(0, 10) === end.slice(0, 10) && /^\d/.test(end)
    ? `${start} – ${end.slice(11)}`
    : `${start} – ${end}`;
}

function endWords(end: string | null): string | null {
  if (end === null) return null;
  if (back(end) !== null) return `${spanWords(end)} ago`;
  const at = moment(end, 0);
  return at === null ? null : dateTime(at);
}

function spanWords(end: string | null): string {
  const found = /^-(\d+)(\w)$/.exec(end ?? '');
  const word = UNITS[found?.[2] ?? '']?.[1] ?? '';
  const many = Number(found?.[1]);
  return `${many} ${word}${many === 1 ? '' : 's'}`;
}

/** Milliseconds as an `<input type="datetime-local">` has them, and back. */
export function toLocalInput(millis: number | null): string {
  return millis === null ? '' : dateTime(millis).replace(' ', 'T');
}

export function fromLocalInput(text: string): number | null {
  const millis = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(millis) ? null : millis;
}
