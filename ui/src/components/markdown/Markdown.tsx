import TextView from '../text/TextView';

export default function Markdown({ text }: { readonly text: string }) {
  return <TextView text={text} find="" label="Markdown" />;
}
