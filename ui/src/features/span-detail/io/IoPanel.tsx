import { Nothing } from '../../../components/notice/Notice';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';

/** Inputs and outputs as they were recorded. */
export default function IoPanel({ source, spanId, body, raw, find, facts }: PanelProps) {
  const { inputs, outputs } = body;
  if (!inputs && !outputs) {
    return (
      <Nothing title="No inputs or outputs">
        <p>{facts.runs ? 'None has been recorded so far.' : 'None has been recorded.'}</p>
      </Nothing>
    );
  }
  const common = { source, spanId, raw, find };
  return (
    <>
      {inputs && (
        <FieldValue {...common} field="inputs" value={inputs} label="Inputs" kind="inputs" />
      )}
      {outputs && (
        <FieldValue {...common} field="outputs" value={outputs} label="Outputs" kind="outputs" />
      )}
    </>
  );
}
