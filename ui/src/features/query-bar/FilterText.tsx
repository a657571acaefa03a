import { Code } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../../components/button/Button';
import { CopyButton } from '../../components/copy/CopyButton';
import type { Item } from '../../lib/query/clauses';
import { toFilter } from '../../lib/query/filter';
import styles from './FilterText.module.css';

const EXAMPLES: readonly (readonly [text: string, meaning: string])[] = [
  ['rate limit', 'both words somewhere in the trace; _ stands for any letter'],
  ['"rate limit"', 'this text'],
  ['status:error  -status:error', 'is; is not'],
  ['tag.env:prod,staging', 'one of several'],
  ['name:chat*', 'begins so; name~^chat is a regular expression'],
  ['duration>2s  tokens>=1k  cost>0.01', 'comparisons'],
  ['duration:1s..5s', 'between'],
  ['has:session  -has:feedback.correct', 'has a value; has none'],
  ['span.model:gpt-4o', 'some span is so'],
  ["span(type = 'LLM' AND status = 'ERROR')", 'one span is all of this'],
  ["(name = 'a' OR tag.x = 'b')", 'a filter in its own language'],
];

/** A button that shows the query as a filter of MLflow's search, and how queries are written. */
export function FilterText({ items }: { readonly items: readonly Item[] }) {
  const { text } = toFilter(items);
  return (
    <DialogTrigger>
      <IconButton label="Filter and syntax">
        <Code size={14} />
      </IconButton>
      <Popover className={styles['popover'] ?? ''} offset={6} placement="bottom end">
        <Dialog aria-label="Filter and syntax" className={styles['dialog'] ?? ''}>
          <section>
            <h3>As a filter of the search</h3>
            {text === '' ? (
              <p className={styles['muted']}>Every trace: there is no filter.</p>
            ) : (
              <div className={styles['filter']}>
                <code>{text}</code>
                <CopyButton label="Copy the filter" text={text} />
              </div>
            )}
            <p className={styles['muted']}>
              For <code>Mlflow.searchTraces</code>, <code>mlflow.search_traces</code> and{' '}
              <code>spanloom traces search</code>. The time range is not part of it.
            </p>
          </section>
          <section>
            <h3>How to write a query</h3>
            <dl className={styles['examples']}>
              {EXAMPLES.map(([example, meaning]) => (
                <div key={example}>
                  <dt>
                    <code>{example}</code>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
