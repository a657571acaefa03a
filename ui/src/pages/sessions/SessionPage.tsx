export default function SessionPage({
  experimentId,
  sessionId,
}: {
  readonly experimentId: string;
  readonly sessionId: string;
}) {
  return <p>{[experimentId, sessionId].join(' ')}</p>;
}
