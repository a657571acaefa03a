import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { TraceSource } from '../../api/source';
import type { SpanBody } from '../../api/types';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { toTrace } from '../../lib/urls/paths';
import { DiffLines } from './DiffLines';
import styles from './PayloadDiff.module.css';
import { sections, withMore } from './payload';

interface SideSpan {
  readonly source: TraceSource;
  readonly traceId: string;
  readonly spanId: string;
}

interface PayloadDiffProps {
  readonly experimentId: string;
  readonly name: string;
  readonly a: SideSpan | null;
  readonly b: SideSpan | null;
}

/** The values of a pair of spans beside each other. */
export default function PayloadDiff({ experimentId, name, a, b }: PayloadDiffProps) {
  const [more, setMore] = useState<readonly ('inputs' | 'outputs')[]>([]);
  const left = useBody(a, more);
  const right = useBody(b, more);
  const error = left.error ?? right.error;
  const ready = (a === null || left.data !== undefined) && (b === null || right.data !== undefined);
  const all = useMemo(
    () => (ready ? sections(left.data ?? null, right.data ?? null) : []),
    [ready, left.data, right.data],
  );
  return (
    <section className={styles['pane']} aria-label="Values of the selected spans">
      <header className={styles['header']}>
        <h2>{name}</h2>
        <span className={styles['links']}>
          {a && <SpanLink experimentId={experimentId} side={a} letter="A" />}
          {b && <SpanLink experimentId={experimentId} side={b} letter="B" />}
        </span>
      </header>
      {error ? (
        <Failure
          error={error}
          onRetry={() => {
            void left.refetch();
            void right.refetch();
          }}
        />
      ) : !ready ? (
        <Loading what="the values" />
      ) : all.length === 0 ? (
        <Nothing title="Neither span has values" />
      ) : (
        <DiffLines
          sections={all}
          loading={left.isFetching || right.isFetching}
          onMore={(field) => setMore((before) => [...before, field])}
        />
      )}
    </section>
  );
}

function useBody(side: SideSpan | null, more: readonly ('inputs' | 'outputs')[]) {
  return useQuery<SpanBody>({
    queryKey: ['compare', 'span', side?.traceId, side?.spanId, more],
    queryFn: async ({ signal }) => {
      if (side === null) throw new Error('there is no span on this side');
      let body = await side.source.span(side.spanId, signal);
      for (const field of more) body = await withMore(side.source, body, field, signal);
      return body;
    },
    enabled: side !== null,
    gcTime: 60_000,
    placeholderData: (before) => (before?.span_id === side?.spanId ? before : undefined),
  });
}

interface SpanLinkProps {
  readonly experimentId: string;
  readonly side: SideSpan;
  readonly letter: string;
}

function SpanLink({ experimentId, side, letter }: SpanLinkProps) {
  return (
    <Link href={toTrace(experimentId, side.traceId, { span: side.spanId })}>Open in {letter}</Link>
  );
}
