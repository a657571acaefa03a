import { CopyButton } from '../../../components/copy/CopyButton';
import TextView from '../../../components/text/TextView';
import type { PanelProps } from '../panel';

/** The span as the server gave it. */
export default function RawPanel({ body, find }: PanelProps) {
  const text = JSON.stringify(body, null, 2);
  return (
    <>
      <CopyButton label="Copy the span" text={text} />
      <TextView text={text} find={find} label="The span as JSON" />
    </>
  );
}
