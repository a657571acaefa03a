export default function OverviewPage({ experimentId }: { readonly experimentId: string }) {
  return <p>{[experimentId].join(' ')}</p>;
}
