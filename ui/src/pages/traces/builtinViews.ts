import { NEWEST_FIRST, sortText } from '../../lib/columns/sort';
import { quoted } from '../../lib/query/filter';
import { fieldOf } from '../../lib/query/fields';
import type { TracesView } from '../../lib/urls/views';

/** What a saved view keeps: what a link says. */
export interface NamedView {
  readonly name: string;
  readonly view: Partial<TracesView>;
}

const NEWEST = sortText(NEWEST_FIRST);

/** Views that are there from the start. */
export function builtinViews(feedback: readonly string[]): readonly NamedView[] {
  const views: NamedView[] = [
    { name: 'All traces', view: { sort: NEWEST } },
    { name: 'Errors', view: { q: 'status:ERROR', sort: NEWEST } },
    { name: 'Slow: longest first', view: { q: 'has:duration', sort: 'duration_ms desc' } },
    { name: 'Costly: most expensive first', view: { q: 'has:cost', sort: 'cost desc' } },
  ];
  const q = negativeFeedback(feedback);
  return q === null ? views : [...views, { name: 'Negative feedback', view: { q, sort: NEWEST } }];
}

const NEGATIVE = ['false', 'no', 'fail', 'incorrect', 'bad'];

/** A filter for traces of which some feedback says no; null when the experiment has no feedback. */
function negativeFeedback(names: readonly string[]): string | null {
  const values = NEGATIVE.map(quoted).join(', ');
  const parts = names.flatMap((name) => {
    const field = fieldOf(`feedback.${name}`);
    return field ? [`${field.filter} IN (${values})`] : [];
  });
  return parts.length === 0 ? null : `(${parts.join(' OR ')})`;
}
