import TextView from '../text/TextView';

interface JsonViewProps {
  readonly text: string;
  readonly find: string;
  readonly label: string;
  readonly cut: boolean;
}

export default function JsonView({ text, find, label }: JsonViewProps) {
  return <TextView text={text} find={find} label={label} />;
}
