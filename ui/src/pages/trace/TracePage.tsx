export default function TracePage({
  experimentId,
  traceId,
}: {
  readonly experimentId: string;
  readonly traceId: string;
}) {
  return <p>{[experimentId, traceId].join(' ')}</p>;
}
