import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { lazily } from '../../../components/lazily/lazily';
import { IconButton } from '../../../components/button/Button';
import { CopyButton } from '../../../components/copy/CopyButton';
import { save } from '../../../components/save/save';
import { Notice } from '../../../components/notice/Notice';
import { count } from '../../../lib/format/format';
import type { PanelProps } from '../panel';
import styles from './Raw.module.css';
import { rawJson } from './rawJson';

const JsonView = lazily(() => import('../../../components/json-view/JsonView'));

/** All of the span, as JSON. */
export default function RawPanel({ body, find, spanId }: PanelProps) {
  const { text, cut } = useMemo(() => rawJson(body), [body]);
  const download = () =>
    save(`span-${spanId}.json`, new Blob([text], { type: 'application/json' }));
  return (
    <>
      <div className={styles['bar']}>
        <h3>Span as JSON</h3>
        <CopyButton label="Copy the span" text={text} />
        <IconButton label="Download the span" onPress={download}>
          <Download size={14} />
        </IconButton>
      </div>
      {cut > 0 && (
        <Notice title={`${count(cut)} ${cut === 1 ? 'value is' : 'values are'} cut here`}>
          Those are marked with their length; all of them can be loaded where they are shown one by
          one. The export of the trace has them whole.
        </Notice>
      )}
      <JsonView text={text} find={find} label="Span as JSON" />
    </>
  );
}
