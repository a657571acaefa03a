import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Toasts {
  readonly all: readonly Toast[];
  readonly dismiss: (id: number) => void;
}

const SHOWN_MILLIS = 6000;
let last = 0;

export const useToasts = create<Toasts>()((set) => ({
  all: [],
  dismiss: (id) => set((state) => ({ all: state.all.filter((toast) => toast.id !== id) })),
}));

/** Says something at the edge of the page for a while. */
export function toast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
  const id = ++last;
  useToasts.setState((state) => ({ all: [...state.all, { id, text, tone: 'info', ...more }] }));
  setTimeout(() => useToasts.getState().dismiss(id), SHOWN_MILLIS);
}
