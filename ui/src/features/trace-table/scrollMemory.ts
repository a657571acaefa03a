interface Place {
  /** Pixels. */
  readonly offset: number;
  readonly activeId: string | null;
}

const places = new Map<string, Place>();
const MOST = 50;
const TOP: Place = { offset: 0, activeId: null };

/** Where a result was left, for coming back to it. */
export const scrollOf = (question: string): Place => places.get(question) ?? TOP;

export function keepScroll(question: string, place: Place): void {
  places.delete(question);
  places.set(question, place);
  const [oldest] = places.keys();
  if (places.size > MOST && oldest !== undefined) places.delete(oldest);
}
