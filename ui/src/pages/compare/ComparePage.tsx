import { useState } from 'react';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import { useUrlState } from '../../components/useUrlState';
import { compareView } from '../../lib/urls/views';
import { Comparison } from './Comparison';
import styles from './ComparePage.module.css';
import { Totals } from './Totals';
import { TraceChooser } from './TraceChooser';
import { useSide } from './useSide';

/** Two traces laid over each other: `?a=&b=&span=`. */
export default function ComparePage({ experimentId }: { readonly experimentId: string }) {
  const [view, setView] = useUrlState(compareView);
  const [choosing, setChoosing] = useState<'a' | 'b' | null>(null);
  const a = useSide(view.a);
  const b = useSide(view.b);
  useTitle('Compare');
  const swap = () => setView({ a: view.b, b: view.a });
  const failed = a.error ? a : b.error ? b : null;
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Compare two traces</h1>
      <Totals a={a} b={b} onSwap={swap} onChoose={setChoosing} />
      {failed?.error ? (
        <Failure error={failed.error} onRetry={failed.retry} />
      ) : view.a === '' || view.b === '' ? (
        <Nothing title="Choose two traces">
          <p>They are laid over each other span by span, with what differs between them.</p>
        </Nothing>
      ) : a.skeleton && b.skeleton ? (
        <Comparison
          key={`${view.a} ${view.b}`}
          experimentId={experimentId}
          a={a.skeleton}
          b={b.skeleton}
          sourceA={a.source}
          sourceB={b.source}
          span={view.span}
          onSpan={(span) => setView({ span })}
          onSwap={swap}
        />
      ) : (
        <Loading what="the traces" />
      )}
      <TraceChooser
        experimentId={experimentId}
        letter={choosing?.toUpperCase() ?? null}
        onClose={() => setChoosing(null)}
        onChoose={(id) => {
          setView(choosing === 'a' ? { a: id } : { b: id }, 'push');
          setChoosing(null);
        }}
      />
    </div>
  );
}
