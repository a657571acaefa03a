import { literally } from './matches';

const WINDOW = 1 << 20;
const LIMIT = 10_000;

/** Finds a text in another, whatever the case, a window at a time. */
export class TextSearch {
  /** Where it is, in order. */
  readonly found: number[] = [];
  private at = 0;
  private readonly pattern: RegExp;
  private readonly overlap: number;

  /** @param forms how what is searched for may be written; none is found nowhere */
  constructor(
    private readonly text: string,
    forms: readonly string[],
    private readonly limit = LIMIT,
  ) {
    const given = [...new Set(forms)].filter((form) => form !== '');
    if (given.length === 0) this.at = text.length;
    this.pattern = new RegExp(given.map(literally).join('|'), 'giu');
    this.overlap = Math.max(0, ...given.map((form) => form.length)) * 2;
  }

  get done(): boolean {
    return this.at >= this.text.length || this.capped;
  }

  /** Whether there may be more than were kept. */
  get capped(): boolean {
    return this.found.length >= this.limit;
  }

  /** Searches the next window; gives whether all is searched. */
  run(): boolean {
    if (this.done) return true;
    const from = this.at;
    const to = Math.min(this.text.length, from + WINDOW);
    // A match that begins in this window may end behind it.
    const part = this.text.slice(from, to + this.overlap);
    for (const match of part.matchAll(this.pattern)) {
      const place = from + match.index;
      if (place >= to || this.capped) break;
      this.found.push(place);
    }
    this.at = to;
    return this.done;
  }
}
