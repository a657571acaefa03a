import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TraceHead } from '../../api/types';
import { Button } from '../../components/button/Button';
import { count, dateTime, durationOfMillis, durationOfNanos } from '../../lib/format/format';
import { spanIdAt } from '../../lib/skeleton/skeleton';
import styles from './Header.module.css';
import type { Model } from './useModel';

/** Whether news of a running trace come in. */
export type Connection = 'live' | 'lost' | null;

interface TruthProps {
  readonly head: TraceHead;
  readonly model: Model | null;
  readonly now: number | null;
  readonly connection: Connection;
  readonly deleted: boolean;
  readonly onSpan: (spanId: string) => void;
}

/** What a reader has to know before believing what is shown. Nothing when all is as it should be. */
export function Truth(props: TruthProps) {
  const lines = [...traceLines(props), ...(props.model ? spanLines(props.model, props) : [])];
  if (lines.length === 0) return null;
  return (
    <ul className={styles['truth']} aria-label="About this trace">
      {lines.map(([key, tone, words]) => (
        <li key={key} data-tone={tone}>
          {tone === 'warning' && <TriangleAlert size={13} aria-hidden="true" />}
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

type Line = readonly [key: string, tone: 'warning' | 'running', words: ReactNode];

function traceLines({ head, model, now, connection, deleted }: TruthProps): readonly Line[] {
  const lines: Line[] = [];
  const { info, stalled, said_spans: said, stored_spans: stored } = head;
  if (deleted) lines.push(['deleted', 'warning', 'This trace has been deleted.']);
  if (info.state === 'IN_PROGRESS' && stalled) {
    lines.push([
      'stalled',
      'warning',
      `Stalled: it began at ${dateTime(info.time_ms)}, has not ended, and nothing new has come for a long time.`,
    ]);
  } else if (info.state === 'IN_PROGRESS') {
    const since = now === null ? '' : ` (${durationOfMillis(Math.max(0, now - info.time_ms))})`;
    lines.push(['running', 'running', `Running since ${dateTime(info.time_ms)}${since}`]);
  }
  if (connection === 'lost') {
    lines.push([
      'lost',
      'warning',
      'The server does not answer. What is shown is from before; it is asked again.',
    ]);
  }
  if (said !== null && said > stored) {
    lines.push(['stored', 'warning', `${count(stored)} of ${spans(said)} stored.`]);
  }
  if (model && !model.skeleton.complete) {
    const { loaded, count: all } = model.skeleton;
    lines.push(['part', 'running', `${count(loaded)} of ${spans(all)} are shown so far.`]);
  }
  return lines;
}

function spanLines(model: Model, { head, onSpan }: TruthProps): readonly Line[] {
  const lines: Line[] = [];
  if (!model.skeleton.complete) return lines;
  const odd = model.oddities;
  if (odd.rootless) lines.push(['rootless', 'warning', 'No root span is stored.']);
  if (odd.orphans > 0) {
    lines.push([
      'orphans',
      'warning',
      `${spans(odd.orphans)} without a stored parent, shown as ${odd.orphans === 1 ? 'a root' : 'roots'}.`,
    ]);
  }
  if (odd.rings > 0) {
    lines.push(['rings', 'warning', `${count(odd.rings)} rings of parents, cut open at one span.`]);
  }
  if (odd.early > 0) {
    const by = durationOfNanos(odd.earliest);
    lines.push([
      'early',
      'warning',
      <>
        {odd.early === 1
          ? `A child begins ${by} before its parent.`
          : `${count(odd.early)} children begin before their parents, by up to ${by}.`}{' '}
        Clocks disagree.{' '}
        <Button look="quiet" onPress={() => onSpan(spanIdAt(model.skeleton, odd.earliestSpan))}>
          Show it
        </Button>
      </>,
    ]);
  }
  if (odd.negative > 0) {
    lines.push([
      'negative',
      'warning',
      `${spans(odd.negative)} ${odd.negative === 1 ? 'ends before it starts' : 'end before they start'}; drawn without length.`,
    ]);
  }
  if (odd.open > 0 && head.info.state !== 'IN_PROGRESS') {
    lines.push([
      'open',
      'warning',
      `${spans(odd.open)} without an end, drawn to the end of the trace.`,
    ]);
  }
  if (odd.timeless > 0) {
    lines.push(['timeless', 'warning', `${spans(odd.timeless)} without a start time.`]);
  }
  return lines;
}

function spans(number: number): string {
  return `${count(number)} ${number === 1 ? 'span' : 'spans'}`;
}
