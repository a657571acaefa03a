import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../button/Button';
import { toast } from '../toast/toasts';

interface CopyButtonProps {
  /** Says what is copied, such as `Copy trace id`. */
  readonly label: string;
  readonly text: string | (() => string | Promise<string>);
  /** Another icon than that of copying. */
  readonly icon?: ReactNode;
}

/** Puts a text on the clipboard. */
export function CopyButton({ label, text, icon }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    } catch (e) {
      toast(`Not copied: ${e instanceof Error ? e.message : String(e)}`, { tone: 'error' });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <IconButton label={copied ? 'Copied' : label} onPress={() => void copy()}>
      {copied ? <Check size={14} /> : (icon ?? <Copy size={14} />)}
    </IconButton>
  );
}
