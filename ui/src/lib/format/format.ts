/** Numbers and times as people read them. */

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en');

/** `1234` as `1,234`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `12345` as `12.3K`. */
export function short(value: number): string {
  return compact.format(value);
}

/** Nanoseconds as `850 ns`, `12.3 µs`, `45 ms`, `1.23 s`, `2 m 05 s`, `3 h 07 m`; `–` when unknown. */
export function durationOfNanos(nanos: number | null): string {
  if (nanos === null || !Number.isFinite(nanos)) {
    return '–';
  }
  const sign = nanos < 0 ? '−' : '';
  const n = Math.abs(nanos);
  if (n < 1e3) return `${sign}${Math.round(n)} ns`;
  if (n < 1e6) return `${sign}${digits(n / 1e3)} µs`;
  if (n < 1e9) return `${sign}${digits(n / 1e6)} ms`;
  if (n < 60e9) return `${sign}${digits(n / 1e9)} s`;
  const seconds = Math.round(n / 1e9);
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60 * 48) return `${sign}${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  return `${sign}${digits(minutes / 1440)} d`;
}

export function durationOfMillis(millis: number | null): string {
  return durationOfNanos(millis === null ? null : millis * 1e6);
}

function digits(value: number): string {
  const decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
  return String(Number(value.toFixed(decimals)));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** US dollars: `$0.0042`, `$1.25`, `$1.2K`; `–` when unknown. */
export function cost(dollars: number | null): string {
  if (dollars === null || !Number.isFinite(dollars)) return '–';
  if (dollars === 0) return '$0';
  if (Math.abs(dollars) >= 1000) return '$' + compact.format(dollars);
  if (Math.abs(dollars) >= 1) return '$' + dollars.toFixed(2);
  if (Math.abs(dollars) < 0.000001) return '<$0.000001';
  return '$' + String(Number(dollars.toPrecision(2)));
}

/** `1536` as `1.5 KiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : digits(size)} ${units[unit] ?? ''}`;
}

/** Local time to the second: `2026-01-31 18:30:15`. */
export function dateTime(millis: number): string {
  const d = new Date(millis);
  if (Number.isNaN(d.getTime())) return '–';
  const date = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${date} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `2 d ago`, then the date. */
export function ago(millis: number, now: number): string {
  const seconds = Math.round((now - millis) / 1000);
  if (seconds < -60) return dateTime(millis);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 86_400 * 14) return `${Math.floor(seconds / 86_400)} d ago`;
  return dateTime(millis).slice(0, 10);
}
