/** A text in which what is searched for is marked, whatever the case. */
export function Marked({ text, find }: { readonly text: string; readonly find: string }) {
  const wanted = find.toLowerCase();
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then places would not agree.
  if (wanted === '' || lower.length !== text.length || !lower.includes(wanted)) return text;
  const parts = [];
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
    parts.push(text.slice(at, hit), <mark key={hit}>{text.slice(hit, hit + wanted.length)}</mark>);
    at = hit + wanted.length;
  }
  return [...parts, text.slice(at)];
}
