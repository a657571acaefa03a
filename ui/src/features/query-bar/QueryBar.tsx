import { CircleX, Search } from 'lucide-react';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../components/button/Button';
import { useCommands } from '../../components/commands/useCommands';
import { useKeys } from '../../components/keys/useKeys';
import { looksLikeId } from '../../lib/ids/ids';
import type { Option } from '../../lib/query/complete';
import { refusedItem, toFilter } from '../../lib/query/filter';
import { parse } from '../../lib/query/parse';
import { atEnd, type Draft, draftOf, edited, removed, settled, textOf, typed } from './draft';
import { FilterText } from './FilterText';
import { Problems } from './Problems';
import { QueryChip } from './QueryChip';
import styles from './QueryBar.module.css';
import { optionId, Suggestions } from './Suggestions';
import { useCompletions } from './useCompletions';
import { useDraft } from './useDraft';
import { useOpenId } from './useOpenId';

interface QueryBarProps {
  readonly experimentId: string;
  /** The text of the query, from the URL. */
  readonly value: string;
  /** `typing` while a word is written, at rests of 150 ms; `done` with a step that Back may undo. */
  readonly onChange: (text: string, how: 'typing' | 'done') => void;
  /** What the server says of the filter, when it refuses it. */
  readonly refusal?: Error | null;
  readonly placeholder?: string;
}

/** One line in which traces are asked for: clauses as chips, and the one that is being written. */
export function QueryBar({
  experimentId,
  value,
  onChange,
  refusal = null,
  placeholder = 'Search text, or key:value',
}: QueryBarProps) {
  const { draft, setDraft, text, tell } = useDraft(value, onChange);
  const [focused, setFocused] = useState(false);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const problemsId = useId();
  const { openId, opening, notFound } = useOpenId();
  const completions = useCompletions(experimentId, draft.text, focused && open);
  const isId = looksLikeId(draft.text);
  const options = useMemo<readonly Option[]>(
    () =>
      isId
        ? [{ text: draft.text, label: 'Open the trace', hint: draft.text.trim(), whole: true }]
        : completions.options,
    [isId, draft.text, completions.options],
  );
  const items = useMemo(() => parse(text), [text]);
  const refused = useMemo(
    () => (refusal ? refusedItem(toFilter(items), refusal.message) : null),
    [items, refusal],
  );
  const note = completions.error
    ? `Values of the experiment could not be loaded: ${completions.error.message}`
    : problemOf(draft.text.trim());
  const shown = focused && open && (options.length > 0 || note !== null);
  const [left, setLeft] = useState(0);
  useLayoutEffect(() => {
    if (shown) setLeft(leftOf(input.current, box.current));
  }, [shown, draft.at, draft.items]);
  const activeIndex = isId ? Math.max(0, active) : Math.min(active, options.length - 1);

  const focus = () => input.current?.focus();
  const done = (next: Draft) => {
    setDraft(next);
    setActive(-1);
    tell(textOf(next), 'done');
  };
  const write = (next: Draft) => {
    setDraft(next);
    setActive(-1);
    setOpen(next.text !== '');
  };
  const choose = (option: Option) => {
    if (isId) {
      void openId(draft.text.trim());
    } else if (option.whole) {
      setOpen(false);
      done(settled({ ...draft, text: option.text }));
    } else {
      write({ ...draft, text: option.text });
    }
    focus();
  };
  const key = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const field = event.currentTarget;
    const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
    const behind = field.selectionStart === field.value.length;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const rows = options.length + 1; // one of them is the field itself
      if (shown) setActive(((activeIndex + 1 + by + rows) % rows) - 1);
      setOpen(true);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && shown && options[activeIndex]) {
      event.preventDefault();
      choose(options[activeIndex]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      setOpen(false);
      done(atEnd(draft));
    } else if (event.key === 'Escape' && (shown || focused)) {
      event.stopPropagation();
      if (shown) setOpen(false);
      else field.blur();
    } else if (
      (event.key === 'Backspace' || event.key === 'ArrowLeft') &&
      atStart &&
      draft.at > 0
    ) {
      event.preventDefault();
      write(edited(draft, draft.at - 1));
      setOpen(false);
    } else if (event.key === 'ArrowRight' && behind && draft.at < draft.items.length) {
      event.preventDefault();
      write(edited(draft, draft.at));
      setOpen(false);
    }
  };
  useKeys('Search', [{ keys: '/', does: 'Go to the query bar', run: focus }]);
  useCommands([
    { id: 'query.focus', title: 'Search traces', shortcut: '/', run: focus },
    ...(text === ''
      ? []
      : [{ id: 'query.clear', title: 'Clear the query', run: () => done(draftOf('')) }]),
  ]);

  const chip = (item: string, index: number) => (
    <QueryChip
      // The same item may stand twice.
      key={`${index} ${item}`}
      text={item}
      problem={problemOf(item) ?? (refused?.text === item ? (refusal?.message ?? null) : null)}
      onEdit={() => {
        setDraft(edited(draft, index));
        setOpen(false);
        focus();
      }}
      onRemove={() => {
        done(removed(draft, index));
        focus();
      }}
    />
  );
  return (
    <div className={styles['wrap']} role="search" aria-label="Traces">
      <div
        ref={box}
        className={styles['bar']}
        data-focused={focused}
        data-bad={refusal !== null}
        onPointerDown={(event) => {
          // Anywhere in the bar is the field.
          if (event.target === event.currentTarget) {
            event.preventDefault();
            focus();
          }
        }}
        role="presentation"
      >
        <Search size={14} aria-hidden="true" className={styles['icon'] ?? ''} />
        {draft.items.slice(0, draft.at).map(chip)}
        <input
          ref={input}
          className={styles['input']}
          value={draft.text}
          placeholder={draft.items.length === 0 ? placeholder : ''}
          role="combobox"
          aria-label="Query"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={
            shown && activeIndex >= 0 ? optionId(listId, activeIndex) : undefined
          }
          aria-describedby={problemsId}
          aria-busy={opening}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          style={{ width: `${draft.text.length + 4}ch` }}
          onChange={(event) => write(typed(draft, event.target.value))}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text').trim();
            if (looksLikeId(pasted) && text === '') void openId(pasted);
          }}
          onKeyDown={key}
          onClick={() => setOpen(true)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            setOpen(false);
            const next = atEnd(draft);
            setDraft(next);
            if (textOf(next) !== value && !looksLikeId(text)) tell(textOf(next), 'done');
          }}
        />
        {draft.items.slice(draft.at).map((item, index) => chip(item, draft.at + index))}
        <span className={styles['tools']}>
          {text !== '' && (
            <IconButton label="Clear the query" onPress={() => done(draftOf(''))}>
              <CircleX size={14} />
            </IconButton>
          )}
          <FilterText items={items} />
        </span>
      </div>
      {shown && (
        <Suggestions
          id={listId}
          options={options}
          active={activeIndex}
          left={left}
          note={note}
          onChoose={choose}
        />
      )}
      <Problems
        id={problemsId}
        items={items}
        written={focused ? draft.text.trim() : null}
        refusal={notFound ?? (refusal ? refusal.message : null)}
        onFix={(item, fix) => {
          const index = items.indexOf(item);
          done(draftOf(items.map((each, at) => (at === index ? fix : each.text)).join(' ')));
        }}
      />
    </div>
  );
}

const problemOf = (item: string): string | null => parse(item)[0]?.problem?.message ?? null;

const LIST_WIDTH = 360;

/** Below the word that is written, but not beyond the edge. */
function leftOf(input: HTMLElement | null, box: HTMLElement | null): number {
  return Math.max(0, Math.min(input?.offsetLeft ?? 0, (box?.clientWidth ?? 0) - LIST_WIDTH));
}
