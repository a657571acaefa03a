import { ChevronRight, CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { TypeIcon } from '../../components/icons/TypeIcon';
import { cost, count, durationOfNanos, short } from '../../lib/format/format';
import { nameAt, spanIdAt, Status, typeAt } from '../../lib/skeleton/skeleton';
import type { Box } from '../../lib/trace/layout';
import { childCount, indent, INDENTED_LEVELS } from '../../lib/trace/tree';
import type { Columns } from './columns';
import { Marked } from './Marked';
import { SpanBar } from './SpanBar';
import styles from './Tree.module.css';
import type { Find } from './useFind';
import type { Model } from './useModel';
import { ROW_HEIGHT } from './useRowWindow';
import { durationWords, hiddenWords } from './words';

interface TreeRowProps {
  readonly model: Model;
  readonly find: Find;
  readonly row: number;
  readonly selected: boolean;
  readonly columns: Columns;
  /** Where bars are drawn; null without a timeline. */
  readonly box: Box | null;
}

export const rowId = (spanId: string): string => `span-${spanId}`;

/** One span: a line of the tree, and its bar in the timeline. */
export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { model, find, row, selected, columns, box } = props;
  const { tree, skeleton, totals, errors, filtered } = model;
  const span = model.rows[row] ?? 0;
  const id = spanIdAt(skeleton, span);
  const name = nameAt(skeleton, span);
  const type = typeAt(skeleton, span);
  const failed = skeleton.status[span] === Status.error;
  const children = childCount(tree, span);
  const open = model.open[span] === 1;
  const baseDepth = model.focus < 0 ? 0 : (tree.depth[model.focus] ?? 0);
  const depth = (tree.depth[span] ?? 0) - baseDepth;
  const closed = children > 0 && !open;
  const pruned = filtered?.pruned[span] ?? 0;
  const prunedErrors = filtered?.prunedErrors[span] ?? 0;
  const expandable = children > 0 && (filtered === null || pruned < (tree.size[span] ?? 1) - 1);
  const matches = closed ? (find.matches?.below(span) ?? 0) : 0;
  const hit = find.matches?.has(span) ?? false;
  const failedBelow = closed ? errors.below(span) : 0;
  const tokens = (totals.input[span] || 0) + (totals.output[span] || 0);
  const known = !Number.isNaN(totals.input[span] ?? Number.NaN);
  return (
    <div
      role="row"
      id={rowId(id)}
      data-row={row}
      data-selected={selected}
      data-context={filtered?.keep[span] === 1}
      data-hit={hit}
      aria-level={depth + 1}
      aria-rowindex={row + 2}
      aria-selected={selected}
      aria-expanded={expandable ? open : undefined}
      className={styles['row']}
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)` }}
    >
      <div className={styles['tree']}>
        <div
          role="gridcell"
          className={styles['name']}
          style={{ ['--indent' as string]: `${indent(depth)}px` }}
        >
          <span className={styles['guides']} aria-hidden="true" />
          {expandable ? (
            <span className={styles['toggle']} data-toggle data-open={open} aria-hidden="true">
              <ChevronRight size={14} />
            </span>
          ) : (
            <span className={styles['toggle']} aria-hidden="true" />
          )}
          {depth >= INDENTED_LEVELS && (
            <span className={styles['level']} title={`Level ${depth + 1}`}>
              {depth + 1}
            </span>
          )}
          <span className={styles['icon']} title={type}>
            <TypeIcon type={type} />
            <span className="visually-hidden">{type}</span>
          </span>
          <bdi className={styles['text']} title={name} data-failed={failed}>
            {name === '' ? '(no name)' : <Marked text={name} find={find.text} />}
          </bdi>
          {failed && (
            <span className={styles['failed']} title="Failed">
              <CircleAlert size={13} aria-hidden="true" />
              <span className="visually-hidden">failed</span>
            </span>
          )}
          {closed && (
            <span className={styles['chip']} title={`${count((tree.size[span] ?? 1) - 1)} below`}>
              +{short((tree.size[span] ?? 1) - 1)}
              <span className="visually-hidden"> below</span>
            </span>
          )}
          {failedBelow > 0 && (
            <span
              className={styles['chip']}
              data-tone="error"
              title={`${count(failedBelow)} below failed`}
            >
              {short(failedBelow)} failed
            </span>
          )}
          {matches > 0 && (
            <span
              className={styles['chip']}
              data-tone="match"
              title={`${count(matches)} below match`}
            >
              {short(matches)} found
            </span>
          )}
          {pruned > 0 && (
            <span
              className={styles['chip']}
              data-tone="hidden"
              title={hiddenWords(pruned, prunedErrors)}
            >
              {short(pruned)} hidden{prunedErrors > 0 && `, ${short(prunedErrors)} failed`}
            </span>
          )}
        </div>
        {columns.tokens && (
          <div
            role="gridcell"
            className={styles['number']}
            title={
              known
                ? `${count(totals.input[span] ?? 0)} tokens in, ${count(totals.output[span] ?? 0)} out, with what is below`
                : undefined
            }
          >
            {known ? short(tokens) : ''}
          </div>
        )}
        {columns.cost && (
          <div role="gridcell" className={styles['number']}>
            {Number.isNaN(totals.cost[span] ?? Number.NaN) ? '' : cost(totals.cost[span] ?? null)}
          </div>
        )}
        {columns.self && (
          <div role="gridcell" className={styles['number']}>
            {durationOfNanos(model.self?.[span] ?? null)}
          </div>
        )}
        {columns.duration && (
          <div role="gridcell" className={styles['number']}>
            {durationWords(model, span)}
          </div>
        )}
      </div>
      {box !== null && (
        <div role="gridcell" className={styles['track']} data-track>
          <SpanBar model={model} box={box} span={span} type={type} failed={failed} />
        </div>
      )}
    </div>
  );
});
