import { useLayoutEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { create } from 'zustand';

export interface KeyBinding {
  /** As tinykeys writes it: `f`, `Shift+F`, `g t`, `$mod+k`. */
  readonly keys: string;
  /** What it does, for the help. */
  readonly does: string;
  /** Null when what has the focus handles it itself: it is listed only. */
  readonly run: ((event: KeyboardEvent) => void) | null;
}

interface Registry {
  readonly groups: readonly {
    readonly id: number;
    readonly title: string;
    readonly bindings: readonly KeyBinding[];
  }[];
}

/** All bindings that are in force, for the help. */
export const useKeyRegistry = create<Registry>()(() => ({ groups: [] }));

let last = 0;

/** Whether keys are typed into something. */
function typing(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return (
    target?.closest(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox], [role=dialog], [role=menu], [role=listbox]',
    ) instanceof Element
  );
}

/**
 * Binds keys as long as the component is there, from the moment that it is seen. Keys without Ctrl, Alt or Meta do nothing while something is typed into, or a dialog or a menu is open.
 *
 * @param title the heading of these keys in the help
 */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const current = useRef(bindings);
  useLayoutEffect(() => {
    current.current = bindings;
  });
  const signature = bindings.map((binding) => binding.keys).join('|');
  useLayoutEffect(() => {
    const id = ++last;
    const map = Object.fromEntries(
      current.current.map(({ keys }, index) => [
        keys,
        (event: KeyboardEvent) => {
          const run = current.current[index]?.run;
          const modified = event.ctrlKey || event.metaKey || event.altKey;
          if (run && !event.defaultPrevented && (modified || !typing(event))) {
            event.preventDefault();
            run(event);
          }
        },
      ]),
    );
    useKeyRegistry.setState((state) => ({
      groups: [...state.groups, { id, title, bindings: current.current }],
    }));
    const unbind = tinykeys(window, map);
    return () => {
      unbind();
      useKeyRegistry.setState((state) => ({
        groups: state.groups.filter((group) => group.id !== id),
      }));
    };
  }, [signature, title]);
}
