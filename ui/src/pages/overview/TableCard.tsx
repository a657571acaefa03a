import type { ReactNode } from 'react';
import styles from './OverviewPage.module.css';

interface TableCardProps {
  readonly title: string;
  readonly columns: readonly string[];
  /** Whether the server has more than is shown. */
  readonly more: boolean;
  /** What stands below the rows. */
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

/** A table with a heading; the rows are given. */
export function TableCard({ title, columns, more, note, children }: TableCardProps) {
  return (
    <section className={styles['card']} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={`${title}, rows`}>
        <table className={styles['table']}>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {(more || note) && (
        <p className={styles['note']}>
          {note}
          {more && ' There are more than the server counts at once; narrow the query or the time.'}
        </p>
      )}
    </section>
  );
}
