export default function ComparePage({ experimentId }: { readonly experimentId: string }) {
  return <p>{[experimentId].join(' ')}</p>;
}
