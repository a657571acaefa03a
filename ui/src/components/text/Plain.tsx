import { Fragment } from 'react';
import { splitAt } from '../../lib/text/matches';
import { codePoint, visible } from '../../lib/text/visible';
import styles from './Plain.module.css';

interface PlainProps {
  readonly text: string;
  /** What is searched for: it is marked. */
  readonly find?: string;
}

/** A text from outside: as text alone, with what would not be seen or would turn the direction shown by its code. */
export function Plain({ text, find = '' }: PlainProps) {
  return (
    <bdi className={styles['plain']}>
      {visible(text).map((part) =>
        part.kind === 'hidden' ? (
          <span key={part.at} className={styles['hidden']} title={part.name}>
            {codePoint(part.code)}
          </span>
        ) : (
          <Marked key={part.at} text={part.text} find={find} />
        ),
      )}
    </bdi>
  );
}

function Marked({ text, find }: { readonly text: string; readonly find: string }) {
  return splitAt(text, find).map((piece) =>
    piece.match ? (
      <mark key={piece.at}>{piece.text}</mark>
    ) : (
      <Fragment key={piece.at}>{piece.text}</Fragment>
    ),
  );
}
