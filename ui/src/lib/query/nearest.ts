import { FAMILIES, FIELDS } from './fields';

/** The key that was probably meant; null when none is near. */
export function nearestKey(key: string): string | null {
  const lower = key.toLowerCase();
  const names = [...FIELDS.map((field) => field.key), ...FAMILIES.map((family) => family.prefix)];
  let best: string | null = null;
  let least = Math.max(1, Math.floor(lower.length / 3)) + 1;
  for (const name of names) {
    const away = distance(lower, name);
    if (away < least) {
      least = away;
      best = name;
    }
  }
  return best;
}

/** How many letters have to change. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
