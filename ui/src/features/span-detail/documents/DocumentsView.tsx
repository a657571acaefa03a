import { useRef } from 'react';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import TextView from '../../../components/text/TextView';
import { useInnerVirtualizer } from '../../../components/virtual/useInnerVirtualizer';
import type { FoundDocument } from '../../../lib/documents/documents';
import { count } from '../../../lib/format/format';
import { webLink } from '../../../lib/links/links';
import { Json } from '../chat/Json';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';
import styles from './Documents.module.css';

interface DocumentsViewProps extends PanelProps {
  readonly documents: readonly FoundDocument[];
}

/** What a retriever found, or a reranker put in order: what was asked, then a card for each document. */
export default function DocumentsView({ documents, ...props }: DocumentsViewProps) {
  const { source, spanId, body, find } = props;
  const list = useRef<HTMLDivElement>(null);
  const best = Math.max(...documents.map(({ score }) => score ?? 0), 1);
  const rows = useInnerVirtualizer({ list, count: documents.length, estimate: () => 160 });
  return (
    <>
      {body.inputs && (
        <FieldValue
          {...{ source, spanId, find, raw: false }}
          field="inputs"
          value={body.inputs}
          label="Inputs"
          kind="inputs"
        />
      )}
      <h3 className={styles['heading']}>
        {count(documents.length)} {documents.length === 1 ? 'document' : 'documents'}
      </h3>
      <div
        ref={list}
        role="list"
        aria-label="Documents"
        className={styles['list']}
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const document = documents[index];
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              role="listitem"
              className={styles['place']}
              style={{ transform: `translateY(${start}px)` }}
            >
              {document && <Card document={document} rank={index} best={best} find={find} />}
            </div>
          );
        })}
      </div>
    </>
  );
}

/** So much of a long document is shown before it is opened. */
const SHORT = 700;

interface CardProps {
  readonly document: FoundDocument;
  /** From 0. */
  readonly rank: number;
  /** The score of a full bar. */
  readonly best: number;
  readonly find: string;
}

function Card({ document, rank, best, find }: CardProps) {
  const { content, uri, chunkId, score, metadata, id, before } = document;
  const long = content.length > SHORT;
  return (
    <article className={styles['card']} aria-label={`Document ${rank + 1}`}>
      <header className={styles['head']}>
        <span className={styles['rank']}>{rank + 1}</span>
        {before !== null && <Moved before={before} rank={rank} />}
        {uri && <Uri uri={uri} find={find} />}
        {!uri && id && (
          <strong>
            <Plain text={id} find={find} />
          </strong>
        )}
        <span className={styles['space']} />
        {score !== null && <Score score={score} best={best} />}
        <CopyButton label={`Copy document ${rank + 1}`} text={content} />
      </header>
      <dl className={styles['facts']}>
        {uri && id && <Fact name="id" value={id} />}
        {chunkId && <Fact name="chunk" value={chunkId} />}
        {metadata
          .filter(([, value]) => isShort(value))
          .map(([name, value]) => (
            <Fact key={name} name={name} value={String(value)} />
          ))}
      </dl>
      {long ? (
        <Fold
          title={`${content.slice(0, 120)}… (${count(content.length)} characters)`}
          openAtFirst={rank < 3}
        >
          {() => <TextView text={content} find={find} label={`Content of document ${rank + 1}`} />}
        </Fold>
      ) : (
        <TextView text={content} find={find} label={`Content of document ${rank + 1}`} />
      )}
      {metadata
        .filter(([, value]) => !isShort(value))
        .map(([name, value]) => (
          <Fold key={name} title={name}>
            {() => <Json value={value} label={name} find={find} />}
          </Fold>
        ))}
    </article>
  );
}

function isShort(value: unknown): value is string | number | boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= 80)
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>
        <Plain text={name} />
      </dt>
      <dd>
        <Plain text={value} />
      </dd>
    </div>
  );
}

/** A link when it leads to the web, else text. */
function Uri({ uri, find }: { readonly uri: string; readonly find: string }) {
  const link = webLink(uri);
  const words = <Plain text={uri} find={find} />;
  return link ? (
    <a className={styles['uri']} href={link} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  ) : (
    <strong className={styles['uri']}>{words}</strong>
  );
}

function Score({ score, best }: { readonly score: number; readonly best: number }) {
  const share = Math.min(1, Math.max(0, score / best));
  return (
    <span className={styles['score']} title="Relevance score">
      <span className={styles['bar']} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="visually-hidden">Score </span>
      {Number(score.toPrecision(4))}
    </span>
  );
}

function Moved({ before, rank }: { readonly before: number; readonly rank: number }) {
  const by = before - rank;
  const words =
    by === 0 ? 'same place' : by > 0 ? `up from ${before + 1}` : `down from ${before + 1}`;
  return <span className={styles['moved']}>{words}</span>;
}
