import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Scope } from '../../api/types';
import { TimeChart } from '../../components/chart/TimeChart';
import { Failure } from '../../components/notice/Notice';
import { aligned } from '../../lib/chart/series';
import { count } from '../../lib/format/format';
import type { Links } from './links';
import styles from './OverviewPage.module.css';
import { TableCard } from './TableCard';
import { useMetrics } from './useMetrics';
import { decimal, everyStep, labelsOf, percent, type Steps } from './words';

interface FeedbackCardProps {
  readonly scope: Scope;
  readonly steps: Steps;
  readonly links: Links;
}

/** The feedback by its name: the average over time, and which values there are. */
export function FeedbackCard({ scope, steps, links }: FeedbackCardProps) {
  const names = useMetrics({
    ...scope,
    metric: 'ASSESSMENT_COUNT',
    aggregations: ['COUNT'],
    dimensions: ['assessment_name', 'assessment_type', 'assessment_value'],
    max_results: 1000,
  });
  const averages = useMetrics({
    ...scope,
    metric: 'ASSESSMENT_VALUE',
    aggregations: ['AVG', 'COUNT'],
    dimensions: ['assessment_name', 'assessment_type'],
    max_results: 1000,
  });
  const over = useMetrics({
    ...scope,
    metric: 'ASSESSMENT_VALUE',
    aggregations: ['AVG'],
    dimensions: ['assessment_name', 'assessment_type'],
    interval_seconds: steps.seconds,
    max_results: 10_000,
  });
  const rows = useMemo(
    () => feedbackOf(names.points, averages.points),
    [names.points, averages.points],
  );
  const numeric = rows.filter((row) => row.average !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = numeric.find((row) => row.name === chosen) ?? numeric[0];
  const labels = useMemo(() => labelsOf(steps), [steps]);
  if (names.error) return <Failure error={names.error} />;
  if (rows.length === 0) return null;
  return (
    <>
      {shown && (
        <div className={styles['stack']}>
          <TimeChart
            title={`Feedback ${shown.name}`}
            about={`average ${everyStep(steps)}; by when it was given, true counts 1, false 0`}
            kind="lines"
            colors={['--chart-4']}
            labels={labels}
            series={[
              {
                name: shown.name,
                values: aligned(
                  steps.starts,
                  over.points.filter((point) => isFeedback(point, shown.name)),
                  'AVG',
                  null,
                ),
              },
            ]}
            format={decimal}
            linkOf={() => links.feedback(shown.name)}
          />
        </div>
      )}
      <TableCard
        title="Feedback"
        more={names.more}
        columns={['Name', 'Given', 'Average', 'Values']}
      >
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <Link href={links.feedback(row.name)}>{row.name}</Link>
            </th>
            <td>{count(row.given)}</td>
            <td>
              {row.average === null ? (
                '–'
              ) : (
                <button
                  type="button"
                  className={styles['choose']}
                  aria-pressed={row.name === shown?.name}
                  title="Show over time"
                  onClick={() => setChosen(row.name)}
                >
                  {decimal(row.average)}
                </button>
              )}
            </td>
            <td className={styles['values']}>
              {row.values.slice(0, MOST_VALUES).map(({ value, given }) => (
                <Link key={value} href={links.feedback(row.name, value)} title={`${given} times`}>
                  {value} {percent(given / row.given)}
                </Link>
              ))}
              {row.values.length > MOST_VALUES && ` and ${row.values.length - MOST_VALUES} more`}
            </td>
          </tr>
        ))}
      </TableCard>
    </>
  );
}

const MOST_VALUES = 3;

interface Point {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number | null>>;
}

interface Feedback {
  readonly name: string;
  readonly given: number;
  readonly average: number | null;
  readonly values: readonly { readonly value: string; readonly given: number }[];
}

function isFeedback({ dimensions }: Point, name: string): boolean {
  return dimensions['assessment_type'] === 'feedback' && dimensions['assessment_name'] === name;
}

function feedbackOf(byValue: readonly Point[], averages: readonly Point[]): readonly Feedback[] {
  const names = new Map<string, { value: string; given: number }[]>();
  for (const { dimensions, values } of byValue) {
    if (dimensions['assessment_type'] !== 'feedback') continue;
    const name = dimensions['assessment_name'] ?? '';
    const all = names.get(name) ?? [];
    names.set(name, all);
    all.push({ value: dimensions['assessment_value'] ?? '', given: values['COUNT'] ?? 0 });
  }
  return [...names]
    .map(([name, all]) => ({
      name,
      given: all.reduce((sum, each) => sum + each.given, 0),
      average: averages.find((point) => isFeedback(point, name))?.values['AVG'] ?? null,
      values: all.toSorted((x, y) => y.given - x.given),
    }))
    .toSorted((x, y) => y.given - x.given);
}
