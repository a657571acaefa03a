import { useMemo } from 'react';
import { Awaiting, lazily } from '../../../components/lazily/lazily';
import { Loading } from '../../../components/notice/Notice';

const JsonView = lazily(() => import('../../../components/json-view/JsonView'));

interface JsonProps {
  readonly value: unknown;
  readonly label: string;
  readonly find: string;
}

/** A value that has been parsed, as JSON again. */
export function Json({ value, label, find }: JsonProps) {
  const text = useMemo(() => JSON.stringify(value) ?? 'null', [value]);
  return (
    <Awaiting fallback={<Loading what={label} />}>
      <JsonView text={text} label={label} find={find} />
    </Awaiting>
  );
}
