import { PanelLeft } from 'lucide-react';
import { IconButton } from '../../components/button/Button';
import { usePreference } from '../../components/usePreference';
import { QueryBar } from '../../features/query-bar/QueryBar';
import { TimeRangePicker } from '../../features/time-range/TimeRangePicker';
import { sortText } from '../../lib/columns/sort';
import type { TracesView } from '../../lib/urls/views';
import { ColumnChooser } from './ColumnChooser';
import { isNarrow } from './narrow';
import styles from './TracesPage.module.css';
import type { Columns } from './useColumns';
import { Views } from './Views';

interface ToolbarProps {
  readonly experimentId: string;
  readonly view: TracesView;
  readonly setView: (part: Partial<TracesView>, how?: 'replace' | 'push') => void;
  readonly columns: Columns;
  readonly refusal: Error | null;
}

/** Whether facets are shown beside the table; where it is narrow they are not, until they are wanted. */
export function useFacetsShown(): readonly [boolean, (shown: boolean) => void] {
  return usePreference('traces.facets', !isNarrow());
}

/** What is asked for, and how it is shown. */
export function Toolbar({ experimentId, view, setView, columns, refusal }: ToolbarProps) {
  const [facets, setFacets] = useFacetsShown();
  return (
    <div className={styles['toolbar']}>
      <IconButton
        label={facets ? 'Hide facets' : 'Show facets'}
        pressed={facets}
        onPress={() => setFacets(!facets)}
      >
        <PanelLeft size={15} />
      </IconButton>
      <QueryBar
        experimentId={experimentId}
        value={view.q}
        onChange={(q, how) => setView({ q }, how === 'done' && q !== view.q ? 'push' : 'replace')}
        refusal={refusal}
      />
      <div className={styles['choices']}>
        <TimeRangePicker range={view} onChange={(range) => setView(range, 'push')} />
        <Views
          experimentId={experimentId}
          view={{ ...view, cols: columns.ids, sort: sortText(columns.sort) }}
        />
        <ColumnChooser experimentId={experimentId} columns={columns} />
      </div>
    </div>
  );
}
