import { useEffect, useRef } from 'react';
import { create } from 'zustand';

export interface Command {
  /** A stable name, such as `trace.focus`. */
  readonly id: string;
  readonly title: string;
  /** The key that does the same. */
  readonly shortcut?: string;
  readonly run: () => void;
}

interface Registry {
  readonly sets: readonly { readonly id: number; readonly commands: readonly Command[] }[];
}

/** All commands that can be given now, for the palette. */
export const useCommandRegistry = create<Registry>()(() => ({ sets: [] }));

let last = 0;

/** Offers commands in the palette as long as the component is there. */
export function useCommands(commands: readonly Command[]): void {
  const current = useRef(commands);
  useEffect(() => {
    current.current = commands;
  });
  const signature = commands.map((command) => command.id + command.title).join('|');
  useEffect(() => {
    const id = ++last;
    const stable = current.current.map((command, index) => ({
      ...command,
      run: () => current.current[index]?.run(),
    }));
    useCommandRegistry.setState((state) => ({ sets: [...state.sets, { id, commands: stable }] }));
    return () =>
      useCommandRegistry.setState((state) => ({ sets: state.sets.filter((set) => set.id !== id) }));
  }, [signature]);
}
