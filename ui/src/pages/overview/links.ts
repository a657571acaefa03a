import { appended } from '../../lib/query/edit';
import { quoted } from '../../lib/query/filter';
import { type Clause, matchOf } from '../../lib/query/clauses';
import { toTraces } from '../../lib/urls/paths';
import type { OverviewView, TracesView } from '../../lib/urls/views';

/** Links from marks of the overview to the traces behind them: what the page asks for, and one thing more. */
export class Links {
  constructor(
    private readonly experimentId: string,
    private readonly view: OverviewView,
  ) {}

  /** The traces of the page, or those of which a clause is true as well. */
  traces(clause?: Clause, more: Partial<TracesView> = {}): string {
    const { q, from, to } = this.view;
    const asked = clause ? appended(q, clause) : q;
    return toTraces(this.experimentId, { q: asked, from, to, ...more });
  }

  /** The traces that started in a step of time. */
  step(
    startMs: number,
    stepSeconds: number,
    clause?: Clause,
    more: Partial<TracesView> = {},
  ): string {
    const to = startMs + stepSeconds * 1000 - 1;
    return this.traces(clause, { from: String(startMs), to: String(to), ...more });
  }

  named(name: string): string {
    return this.traces(matchOf('name', name));
  }

  model(name: string): string {
    return this.traces(matchOf('span.model', name));
  }

  /** Traces in which one span is a call of the tool; one that failed, when only those are wanted. */
  tool(name: string, failed: boolean): string {
    const conditions = [`name = ${quoted(name)}`, "type = 'TOOL'"];
    if (failed) conditions.push("status = 'ERROR'");
    const filter = `span(${conditions.join(' AND ')})`;
    return this.traces({ kind: 'filter', negated: false, filter });
  }

  feedback(name: string, value?: string): string {
    return this.traces(
      value === undefined
        ? { kind: 'has', negated: false, key: `feedback.${name}` }
        : matchOf(`feedback.${name}`, value),
    );
  }
}

export const FAILED = matchOf('status', 'ERROR');
