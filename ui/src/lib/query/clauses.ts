/**
 * A text with `*` in it: the pieces around each. One piece is the text itself; `["a", ""]` is whatever begins with `a`.
 */
export type Glob = readonly string[];

export type Operator = ':' | '!=' | '<=' | '>=' | '<' | '>' | '~';

/** One condition of the query bar. All clauses of a query have to be true. */
export type Clause =
  /** A text anywhere in the spans of the trace. */
  | { readonly kind: 'text'; readonly negated: boolean; readonly text: string }
  /** `key:value`; of several values one is enough. */
  | {
      readonly kind: 'field';
      readonly negated: boolean;
      readonly key: string;
      readonly operator: Operator;
      readonly values: readonly Glob[];
    }
  /** `has:key`: there is a value. */
  | { readonly kind: 'has'; readonly negated: boolean; readonly key: string }
  /** `( … )`: a filter in the words of the filter language. */
  | { readonly kind: 'filter'; readonly negated: boolean; readonly filter: string };

export interface Place {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Something in the text of a query that means nothing, and is left out. */
export interface Problem extends Place {
  readonly message: string;
  /** What could stand there instead. */
  readonly fix?: string;
}

/** A part of the text between spaces: a clause, or what is wrong with it. */
export interface Item extends Place {
  readonly text: string;
  readonly clause: Clause | null;
  readonly problem: Problem | null;
}

export const matchOf = (key: string, value: string): Clause => ({
  kind: 'field',
  negated: false,
  key,
  operator: ':',
  values: [[value]],
});
