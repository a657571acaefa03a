import { Nothing } from '../../../components/notice/Notice';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';

export default function AttributesPanel({ source, spanId, body, raw, find }: PanelProps) {
  if (body.attributes.length === 0) return <Nothing title="No attributes" />;
  return body.attributes.map((attribute) => (
    <FieldValue
      key={attribute.key}
      {...{ source, spanId, raw, find }}
      field={`attributes/${attribute.key}`}
      value={attribute}
      label={attribute.key}
      kind="attribute"
    />
  ));
}
