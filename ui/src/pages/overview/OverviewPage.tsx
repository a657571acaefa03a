import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiError } from '../../api/client';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import { useUrlState } from '../../components/useUrlState';
import { useExperimentNews } from '../../features/news/useNews';
import { useScope } from '../../features/query-bar/useScope';
import { useRangeCommands } from '../../features/time-range/useRangeCommands';
import { ScopeBar } from '../../features/query-bar/ScopeBar';
import { toTraces } from '../../lib/urls/paths';
import { overviewView } from '../../lib/urls/views';
import { Charts } from './Charts';
import { FeedbackCard } from './FeedbackCard';
import { Links } from './links';
import styles from './OverviewPage.module.css';
import { ModelsCard, NamesCard, ToolsCard } from './Tables';
import { Totals } from './Totals';
import { usePeriod } from './usePeriod';

/** News are looked at this often at most: each look is a dozen questions. */
const LOOK_MILLIS = 10_000;

/** Figures over the traces of an experiment; every mark leads to the traces behind it. */
export default function OverviewPage({ experimentId }: { readonly experimentId: string }) {
  const [view, setView] = useUrlState(overviewView);
  const { scope, now, renew } = useScope(experimentId, view);
  const period = usePeriod(scope, now);
  const links = new Links(experimentId, view);
  useTitle('Overview');
  useRangeCommands((range) => setView(range, 'push'));
  const queries = useQueryClient();
  const look = () => {
    // A time that goes along with the clock is another question now; one that does not is asked again.
    renew();
    void queries.invalidateQueries({ queryKey: ['metrics'] });
  };
  useExperimentNews(experimentId, look, { waitMillis: LOOK_MILLIS });
  const refused = period.error instanceof ApiError && period.error.status === 400;
  const filtered = scope.filter !== undefined || view.from !== null || view.to !== null;
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Overview</h1>
      <ScopeBar
        experimentId={experimentId}
        view={view}
        onView={setView}
        refusal={refused ? period.error : null}
        placeholder="Figures of traces that match"
      />
      {period.error && !refused ? (
        <Failure error={period.error} onRetry={look} />
      ) : period.any === null ? (
        <Loading what="the overview" />
      ) : period.any && period.steps ? (
        <div className={styles['cards']} tabIndex={0} role="region" aria-label="Figures">
          <Totals scope={scope} before={period.before} links={links} />
          <Charts scope={scope} steps={period.steps} links={links} />
          <FeedbackCard scope={scope} steps={period.steps} links={links} />
          <NamesCard scope={scope} links={links} />
          <ToolsCard scope={scope} links={links} />
          <ModelsCard scope={scope} links={links} />
        </div>
      ) : filtered ? (
        <Nothing title="No trace matches">
          <p>Change the query or the time.</p>
        </Nothing>
      ) : (
        <Nothing title="There are no traces yet">
          <p>
            Requests, latency, errors, tokens, cost and feedback are shown here when there are.{' '}
            <Link href={toTraces(experimentId)}>How to send the first trace</Link>
          </p>
        </Nothing>
      )}
    </div>
  );
}
