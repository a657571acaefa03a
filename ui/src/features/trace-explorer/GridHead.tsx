import type { RefObject } from 'react';
import type { Box } from '../../lib/trace/layout';
import type { Window } from '../../lib/trace/window';
import { Axis } from './Axis';
import type { Columns } from './columns';
import { Minimap } from './Minimap';
import styles from './Tree.module.css';
import type { Model } from './useModel';

interface GridHeadProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly model: Model;
  readonly columns: Columns;
  readonly box: Box | null;
  readonly onShown: (shown: Window) => void;
}

/** What the columns are, with the minimap and the axis over the timeline. */
export function GridHead({ ref, model, columns, box, onShown }: GridHeadProps) {
  return (
    <div ref={ref} className={styles['head']} role="rowgroup">
      <div role="row" aria-rowindex={1} className={styles['headRow']}>
        <div className={styles['tree']}>
          <Name>Span</Name>
          {columns.tokens && <Name title={WITH_BELOW}>Tokens</Name>}
          {columns.cost && <Name title={WITH_BELOW}>Cost</Name>}
          {columns.self && <Name title="Time in which no child runs">Self</Name>}
          {columns.duration && <Name>Duration</Name>}
        </div>
        {box !== null && (
          <div role="columnheader" aria-label="Timeline" className={styles['timelineHead']}>
            <Minimap model={model} width={box.width} shown={box.shown} onShown={onShown} />
            <Axis box={box} onShown={onShown} />
          </div>
        )}
      </div>
    </div>
  );
}

const WITH_BELOW = 'With what is below; what a span says of itself covers what is below it';

function Name({ title, children }: { readonly title?: string; readonly children: string }) {
  return (
    <div role="columnheader" className={styles['columnName']} title={title}>
      {children}
    </div>
  );
}
