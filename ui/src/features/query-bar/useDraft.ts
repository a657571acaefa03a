import { useEffect, useState } from 'react';
import { useLatest } from '../../components/useLatest';
import { looksLikeId } from '../../lib/ids/ids';
import { draftOf, textOf } from './draft';

const DEBOUNCE_MILLIS = 150;

/**
 * The draft of a query whose text is kept elsewhere. What is typed is told after a rest; another text from there takes the place of what is
 * drafted.
 */
export function useDraft(value: string, onChange: (text: string, how: 'typing' | 'done') => void) {
  const [draft, setDraft] = useState(() => draftOf(value));
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== textOf(draft)) setDraft(draftOf(value));
  }
  const text = textOf(draft);
  const tell = useLatest(onChange);
  useEffect(() => {
    // An id is opened, not searched for.
    if (text === known || looksLikeId(text)) return;
    const timer = setTimeout(() => tell(text, 'typing'), DEBOUNCE_MILLIS);
    return () => clearTimeout(timer);
  }, [text, known, tell]);
  return { draft, setDraft, text, tell };
}
