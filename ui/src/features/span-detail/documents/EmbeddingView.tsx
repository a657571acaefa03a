import { CopyButton } from '../../../components/copy/CopyButton';
import { count } from '../../../lib/format/format';
import { norm } from '../../../lib/documents/vectors';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';
import styles from './Documents.module.css';

interface EmbeddingViewProps extends PanelProps {
  readonly vectors: readonly (readonly number[])[];
}

const VECTORS_SHOWN = 20;
const NUMBERS_SHOWN = 8;

/** What was embedded, and the shape of the vectors; the numbers themselves are in Inputs / Outputs. */
export default function EmbeddingView({ vectors, ...props }: EmbeddingViewProps) {
  const { source, spanId, body, find } = props;
  const dimensions = [...new Set(vectors.map((vector) => vector.length))];
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
        {count(vectors.length)} {vectors.length === 1 ? 'vector' : 'vectors'} of{' '}
        {dimensions.map(count).join(', ')} dimensions
      </h3>
      <table className={styles['vectors']}>
        <thead>
          <tr>
            <th scope="col">Vector</th>
            <th scope="col">Length</th>
            <th scope="col">First {NUMBERS_SHOWN} numbers</th>
            <th scope="col">
              <span className="visually-hidden">Copy</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {vectors.slice(0, VECTORS_SHOWN).map((vector, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- vectors have no other name
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              <td>{Number(norm(vector).toPrecision(4))}</td>
              <td>
                {vector
                  .slice(0, NUMBERS_SHOWN)
                  .map((one) => Number(one.toPrecision(4)))
                  .join(', ')}
                {vector.length > NUMBERS_SHOWN && ', …'}
              </td>
              <td>
                <CopyButton
                  label={`Copy vector ${index + 1}`}
                  text={() => JSON.stringify(vector)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {vectors.length > VECTORS_SHOWN && (
        <p className={styles['note']}>
          The first {VECTORS_SHOWN} of {count(vectors.length)}; all are in Inputs / Outputs.
        </p>
      )}
    </>
  );
}
