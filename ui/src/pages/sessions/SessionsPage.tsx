export default function SessionsPage({ experimentId }: { readonly experimentId: string }) {
  return <p>{[experimentId].join(' ')}</p>;
}
