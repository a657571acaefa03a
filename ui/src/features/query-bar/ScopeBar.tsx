import { TimeRangePicker } from '../time-range/TimeRangePicker';
import { QueryBar } from './QueryBar';
import styles from './ScopeBar.module.css';

/** Which traces a page is about, as its link says. */
interface ScopeView {
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface ScopeBarProps {
  readonly experimentId: string;
  readonly view: ScopeView;
  readonly onView: (change: Partial<ScopeView>, how: 'replace' | 'push') => void;
  /** The refusal of the query by the server; null when it was taken. */
  readonly refusal: Error | null;
  readonly placeholder: string;
}

/** The query and the time of a page of figures. */
export function ScopeBar({ experimentId, view, onView, refusal, placeholder }: ScopeBarProps) {
  return (
    <div className={styles['bar']}>
      <QueryBar
        experimentId={experimentId}
        value={view.q}
        onChange={(q, how) => onView({ q }, how === 'done' ? 'push' : 'replace')}
        refusal={refusal}
        placeholder={placeholder}
      />
      <TimeRangePicker range={view} onChange={(range) => onView(range, 'push')} />
    </div>
  );
}
