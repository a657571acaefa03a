import { ChevronDown, ChevronRight } from 'lucide-react';
import { Badge } from '../../components/badge/Badge';
import { TypeIcon } from '../../components/icons/TypeIcon';
import type { Alignment } from '../../lib/diff/align';
import { Change, figuresAt } from '../../lib/diff/changes';
import { delta } from '../../lib/diff/delta';
import { cost, count, durationOfNanos } from '../../lib/format/format';
import { modelAt, nameAt, type Skeleton, Status, typeAt } from '../../lib/skeleton/skeleton';
import { DeltaText } from './DeltaText';
import styles from './DiffTree.module.css';

interface DiffRowProps {
  readonly alignment: Alignment;
  readonly changes: Uint8Array;
  readonly a: Skeleton;
  readonly b: Skeleton;
  readonly row: number;
  /** Its number among all rows, the head is 1. */
  readonly index: number;
  readonly top: number;
  /** Null without children. */
  readonly open: boolean | null;
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  readonly onToggle: (row: number) => void;
}

const DEEPEST_INDENT = 24;

export function DiffRow(props: DiffRowProps) {
  const { alignment, changes, a, b, row, index, top, open, selected, onSelect, onToggle } = props;
  const i = alignment.a[row] ?? -1;
  const j = alignment.b[row] ?? -1;
  const change = changes[row] ?? 0;
  const depth = alignment.depth[row] ?? 0;
  const [skeleton, place] = i < 0 ? [b, j] : [a, i];
  const left = figuresAt(a, i);
  const right = figuresAt(b, j);
  const otherName = i >= 0 && j >= 0 && nameAt(a, i) !== nameAt(b, j) ? nameAt(b, j) : null;
  return (
    <div
      role="row"
      id={`diff-row-${row}`}
      aria-rowindex={index}
      aria-level={depth + 1}
      aria-selected={row === selected}
      {...(open === null ? {} : { 'aria-expanded': open })}
      className={styles['row']}
      data-kind={j < 0 ? 'removed' : i < 0 ? 'added' : 'both'}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={() => onSelect(row)}
    >
      <span
        role="gridcell"
        className={styles['name']}
        style={{ paddingLeft: 4 + Math.min(depth, DEEPEST_INDENT) * 14 }}
      >
        {open === null ? (
          <span className={styles['toggle']} />
        ) : (
          // The arrow keys of the grid do the same.
          <button
            type="button"
            tabIndex={-1}
            className={styles['toggle']}
            aria-label={open ? 'Collapse' : 'Expand'}
            onClick={() => onToggle(row)}
          >
            {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
          </button>
        )}
        <TypeIcon type={typeAt(skeleton, place)} />
        <span className={styles['words']} title={nameAt(skeleton, place)}>
          {nameAt(skeleton, place) || 'without a name'}
          {otherName !== null && ` → ${otherName}`}
        </span>
        <Marks change={change} a={a} i={i} b={b} j={j} />
      </span>
      <span role="gridcell">{i < 0 ? '' : durationOfNanos(left.nanos)}</span>
      <span role="gridcell">{j < 0 ? '' : durationOfNanos(right.nanos)}</span>
      <span role="gridcell">
        {i >= 0 && j >= 0 && (
          <DeltaText
            delta={delta(left.nanos, right.nanos)}
            format={durationOfNanos}
            matters={(change & Change.duration) !== 0}
          />
        )}
      </span>
      <span role="gridcell">
        <Figure both={i >= 0 && j >= 0} a={left.tokens} b={right.tokens} format={count} />
      </span>
      <span role="gridcell">
        <Figure both={i >= 0 && j >= 0} a={left.cost} b={right.cost} format={cost} />
      </span>
    </div>
  );
}

interface FigureProps {
  readonly both: boolean;
  readonly a: number | null;
  readonly b: number | null;
  readonly format: (value: number) => string;
}

/** The delta of a pair; of a span without a partner the figure itself. Nothing where nothing is known. */
function Figure({ both, a, b, format }: FigureProps) {
  if (a === null && b === null) return null;
  if (both) return <DeltaText delta={delta(a, b)} format={format} />;
  return <>{format(a ?? b ?? 0)}</>;
}

interface MarksProps {
  readonly change: number;
  readonly a: Skeleton;
  readonly i: number;
  readonly b: Skeleton;
  readonly j: number;
}

/** What differs, in words. */
function Marks({ change, a, i, b, j }: MarksProps) {
  const failed = (i < 0 ? b.status[j] : a.status[i]) === Status.error;
  return (
    <>
      {change & Change.onlyA ? <Badge tone="error">− only A</Badge> : null}
      {change & Change.onlyB ? <Badge tone="ok">+ only B</Badge> : null}
      {change & Change.status ? (
        <Badge tone={b.status[j] === Status.error ? 'error' : 'warning'}>
          {statusWord(a.status[i])} → {statusWord(b.status[j])}
        </Badge>
      ) : (
        failed && <Badge tone="error">Error</Badge>
      )}
      {change & Change.model ? (
        <Badge title="The model has changed">
          {modelAt(a, i) || 'no model'} → {modelAt(b, j) || 'no model'}
        </Badge>
      ) : null}
    </>
  );
}

function statusWord(status: number | undefined): string {
  return status === Status.error ? 'Error' : status === Status.ok ? 'OK' : 'Unset';
}
