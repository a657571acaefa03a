import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { usePreference } from '../../components/usePreference';
import { count } from '../../lib/format/format';
import { chosenValues } from '../../lib/query/edit';
import styles from './Facets.module.css';
import type { Facet } from './useFacets';

interface FacetsProps {
  readonly facets: readonly Facet[];
  readonly q: string;
  readonly onToggle: (key: string, value: string) => void;
}

/** What values the traces of the result have; pressing one asks for it, or no longer. */
export function Facets({ facets, q, onToggle }: FacetsProps) {
  return (
    <aside className={styles['facets']} aria-label="Facets">
      {facets
        .filter((facet) => facet.values.length > 0 || facet.loading || facet.error !== null)
        .map((facet) => (
          <FacetBox key={facet.key} facet={facet} q={q} onToggle={onToggle} />
        ))}
    </aside>
  );
}

const AT_FIRST = 6;
/** So many values of a facet are asked for. */
const MOST = 20;
const WORDS: Record<string, string> = { OK: 'OK', ERROR: 'Error', IN_PROGRESS: 'Running' };

function FacetBox({
  facet,
  q,
  onToggle,
}: {
  readonly facet: Facet;
  readonly q: string;
  readonly onToggle: (key: string, value: string) => void;
}) {
  const [closed, setClosed] = usePreference<readonly string[]>('traces.facets.closed', []);
  const [all, setAll] = useState(false);
  const open = !closed.includes(facet.key);
  const chosen = chosenValues(q, facet.key);
  // What is asked for is shown even where no trace has it.
  const missing = chosen
    .filter((value) => !facet.values.some((each) => each.value === value))
    .map((value) => ({ value, traces: 0 }));
  const values = [...missing, ...facet.values];
  const shown = all ? values : values.slice(0, AT_FIRST);
  const most = values.reduce((max, { traces }) => Math.max(max, traces), 1);
  return (
    <section className={styles['facet']}>
      <h2>
        <button
          type="button"
          aria-expanded={open}
          className={styles['title']}
          onClick={() =>
            setClosed(open ? [...closed, facet.key] : closed.filter((key) => key !== facet.key))
          }
        >
          <ChevronRight size={12} aria-hidden="true" />
          <span>{facet.title}</span>
          {facet.key.startsWith('tag.') && <small>tag</small>}
        </button>
      </h2>
      {open && facet.error !== null && <p className={styles['note']}>{facet.error.message}</p>}
      {open && facet.loading && facet.error === null && values.length === 0 && (
        <p className={styles['note']}>Counting…</p>
      )}
      {open && (
        <ul>
          {shown.map(({ value, traces }) => (
            <li key={value}>
              <button
                type="button"
                className={styles['value']}
                aria-pressed={chosen.includes(value)}
                onClick={() => onToggle(facet.key, value)}
                title={value}
                style={{ ['--share' as string]: `${(traces / most) * 100}%` }}
              >
                <span className={styles['name']}>
                  {(facet.key === 'status' ? WORDS[value] : null) ?? (value || '(empty)')}
                </span>
                <span className={styles['count']}>{count(traces)}</span>
              </button>
            </li>
          ))}
          {values.length > AT_FIRST && (
            <li>
              <button type="button" className={styles['all']} onClick={() => setAll(!all)}>
                {all ? 'Show fewer' : `${values.length - AT_FIRST} more`}
              </button>
            </li>
          )}
          {all && facet.values.length >= MOST && (
            <li className={styles['note']}>These are the {MOST} most frequent ones.</li>
          )}
        </ul>
      )}
    </section>
  );
}
