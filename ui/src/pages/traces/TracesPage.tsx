export default function TracesPage({ experimentId }: { readonly experimentId: string }) {
  return <p>{[experimentId].join(' ')}</p>;
}
