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
          <div role="columnheader" className={styles['columnName']}>
            Span
          </div>
          {columns.tokens && (
            <div
              role="columnheader"
              className={styles['columnName']}
              title="With what is below; what a span says of itself covers what is below it"
            >
              Tokens
            </div>
          )}
          {columns.cost && (
            <div
              role="columnheader"
              className={styles['columnName']}
              title="With what is below; what a span says of itself covers what is below it"
            >
              Cost
            </div>
          )}
          {columns.self && (
            <div
              role="columnheader"
              className={styles['columnName']}
              title="Time in which no child runs"
            >
              Self
            </div>
          )}
          {columns.duration && (
            <div role="columnheader" className={styles['columnName']}>
              Duration
            </div>
          )}
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
