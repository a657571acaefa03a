import { Link } from 'wouter';
import styles from './TimeChart.module.css';
import type { TimeChartProps } from './TimeChart';

type ChartTableProps = Pick<TimeChartProps, 'series' | 'labels' | 'format' | 'linkOf' | 'title'>;

/** The figures of a chart in words. */
export function ChartTable({ series, labels, format, linkOf, title }: ChartTableProps) {
  return (
    <div className={styles['table']} tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {series.map((one) => (
              <th key={one.name} scope="col">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map(({ long }, i) => (
            <tr key={long}>
              <th scope="row">
                <Link href={linkOf(i)}>{long}</Link>
              </th>
              {series.map((one) => {
                const value = one.values[i] ?? null;
                return <td key={one.name}>{value === null ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
