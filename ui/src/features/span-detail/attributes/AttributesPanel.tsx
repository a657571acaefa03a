import { Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { Link } from 'wouter';
import type { Attribute } from '../../../api/types';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Nothing } from '../../../components/notice/Notice';
import { Plain } from '../../../components/text/Plain';
import { useInnerVirtualizer } from '../../../components/virtual/useInnerVirtualizer';
import { count } from '../../../lib/format/format';
import { attributeClause } from '../../../lib/query/print';
import { toTraces } from '../../../lib/urls/paths';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';
import { isJson } from '../value/format';
import styles from './Attributes.module.css';

/** What is longer is shown below its key, with all that a value can do. */
const LINE = 300;

/** JSON up to this length stands in its row. */
const SHORT_JSON = 100;

const estimate = () => 33;

/** All attributes of a span, which can be filtered by key and value. */
export default function AttributesPanel(props: PanelProps) {
  const { attributes } = props.body;
  const [query, setQuery] = useState('');
  const shown = useMemo(() => attributes.filter((one) => has(one, query)), [attributes, query]);
  const list = useRef<HTMLDListElement>(null);
  const rows = useInnerVirtualizer({ list, count: shown.length, estimate });
  if (attributes.length === 0) {
    return (
      <Nothing title="No attributes">
        <p>None has been set on this span.</p>
      </Nothing>
    );
  }
  return (
    <>
      <div className={styles['top']}>
        <SearchField
          aria-label="Filter attributes"
          value={query}
          onChange={setQuery}
          className={styles['filter'] ?? ''}
        >
          <Input placeholder="Filter by key or value" />
        </SearchField>
        <span className={styles['count']} role="status">
          {query
            ? `${count(shown.length)} of ${count(attributes.length)}`
            : `${count(attributes.length)} ${attributes.length === 1 ? 'attribute' : 'attributes'}`}
        </span>
      </div>
      <dl ref={list} className={styles['list']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const attribute = shown[index];
          return (
            attribute && (
              <Row
                key={attribute.key}
                {...props}
                attribute={attribute}
                index={index}
                start={start}
                measure={rows.measureElement}
              />
            )
          );
        })}
      </dl>
      {shown.length === 0 && <Nothing title="No attribute has this in its key or value" />}
    </>
  );
}

function has({ key, text }: Attribute, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return key.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted);
}

interface RowProps extends PanelProps {
  readonly attribute: Attribute;
  readonly index: number;
  /** Its place from the top, in pixels. */
  readonly start: number;
  readonly measure: (row: HTMLElement | null) => void;
}

function Row({ attribute, index, start, measure, ...props }: RowProps) {
  const { source, spanId, find, raw, experimentId } = props;
  const { key, text, cut } = attribute;
  const opens = cut || text.length > LINE || (text.length > SHORT_JSON && isJson(attribute));
  return (
    <div
      ref={measure}
      data-index={index}
      className={styles['row']}
      data-opens={opens}
      style={{ transform: `translateY(${start}px)` }}
    >
      <dt>
        <Plain text={key} find={find} />
      </dt>
      <dd>
        {opens ? (
          <FieldValue
            {...{ source, spanId, find, raw }}
            field={`attributes/${key}`}
            value={attribute}
            label={key}
            kind="attribute"
            compact
          />
        ) : (
          <span className={styles['short']}>
            {text === '' ? <i>empty</i> : <Plain text={text} find={find} />}
          </span>
        )}
        <span className={styles['actions']}>
          {!opens && <CopyButton label={`Copy ${key}`} text={text} />}
          {experimentId !== null && !cut && text.length <= LINE && (
            <Link
              href={toTraces(experimentId, { q: attributeClause(key, text) })}
              className={styles['search'] ?? ''}
              aria-label={`Find traces with this ${key}`}
              title="Find traces with this"
            >
              <Search size={14} aria-hidden="true" />
            </Link>
          )}
        </span>
      </dd>
    </div>
  );
}
