/** What is summed over the turns of a session. */
interface Turn {
  readonly state: string;
  readonly time_ms: number;
  readonly duration_ms: number | null;
  readonly tokens: { readonly total: number } | null;
  readonly cost: { readonly total: number } | null;
  readonly user: string | null;
}

export interface SessionTotals {
  readonly errors: number;
  readonly durationMs: number;
  /** Null when no turn says any. */
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly users: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}

export function totalsOf(turns: readonly Turn[]): SessionTotals {
  let [errors, durationMs] = [0, 0];
  let tokens: number | null = null;
  let cost: number | null = null;
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const users = new Set<string>();
  for (const turn of turns) {
    if (turn.state === 'ERROR') errors++;
    durationMs += turn.duration_ms ?? 0;
    if (turn.tokens) tokens = (tokens ?? 0) + turn.tokens.total;
    if (turn.cost) cost = (cost ?? 0) + turn.cost.total;
    if (turn.user) users.add(turn.user);
    firstMs = Math.min(firstMs, turn.time_ms);
    lastMs = Math.max(lastMs, turn.time_ms);
  }
  return { errors, durationMs, tokens, cost, users: [...users], firstMs, lastMs };
}
