import { ChildSpans } from './spans';

/** Where a text stops to be JSON, and what should have been there. */
export interface Break {
  readonly at: number;
  readonly expected: string;
}

const OBJECT = 0;
const ARRAY = 1;

type State = 'value' | 'value or ]' | 'key or }' | 'key' | 'colon' | 'comma' | 'string' | 'done';

const EXPECTED: Record<State, string> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  'key or }': 'a name in quotes or }',
  key: 'a name in quotes',
  colon: ':',
  comma: ', or the end of the list',
  string: 'the end of the string',
  done: 'the end',
};

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads one JSON value piece by piece, without building anything but the places of its direct children, and checks all of it. It can be paused
 * anywhere, and nesting costs a byte a level. NaN and Infinity, which Python writes, are taken as numbers.
 */
export class JsonScanner {
  readonly children = new ChildSpans();
  error: Break | null = null;
  at: number;
  private state: State = 'value';
  private stack = new Uint8Array(64);
  private depth = 0;
  private isKey = false;
  private keyStart = 0;
  private keyEnd = 0;

  /**
   * @param start where the value begins, or spaces before it
   * @param whole whether nothing but spaces may follow it
   */
  constructor(
    readonly text: string,
    start = 0,
    private readonly whole = false,
  ) {
    this.at = start;
  }

  get done(): boolean {
    return this.state === 'done' || this.error !== null;
  }

  /** Goes on for about so many characters; gives whether the value has ended. */
  run(characters: number): boolean {
    const pause = this.at + characters;
    while (!this.done && this.at < pause) {
      if (this.state === 'string') this.string(pause);
      else this.token();
    }
    return this.done;
  }

  private token(): void {
    this.at = afterSpaces(this.text, this.at);
    const char = this.text[this.at];
    if (char === undefined) {
      this.fail();
    } else if (this.state === 'colon') {
      if (char !== ':') return this.fail();
      this.at++;
      this.state = 'value';
    } else if (this.state === 'comma') {
      this.afterValue(char);
    } else if (this.state === 'key' || this.state === 'key or }') {
      this.key(char);
    } else {
      this.value(char);
    }
  }

  private key(char: string): void {
    if (char === '}' && this.state === 'key or }') {
      this.close();
    } else if (char === '"') {
      if (this.depth === 1) this.keyStart = this.at;
      this.isKey = true;
      this.at++;
      this.state = 'string';
    } else {
      this.fail();
    }
  }

  private value(char: string): void {
    if (char === ']' && this.state === 'value or ]') {
      return this.close();
    }
    const start = this.at;
    if (char === '{' || char === '[') {
      this.begin(start);
      this.open(char === '{' ? OBJECT : ARRAY);
    } else if (char === '"') {
      this.begin(start);
      this.isKey = false;
      this.at++;
      this.state = 'string';
    } else {
      const end = match(SCALAR, this.text, start);
      if (end === start) return this.fail();
      this.begin(start);
      this.at = end;
      this.ended();
    }
  }

  private begin(start: number): void {
    if (this.depth === 1) {
      this.children.begin(this.keyStart, this.keyEnd, start);
      this.keyStart = this.keyEnd = 0;
    }
  }

  private open(kind: number): void {
    if (this.depth === this.stack.length) {
      const larger = new Uint8Array(this.stack.length * 2);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[this.depth++] = kind;
    this.at++;
    this.state = kind === OBJECT ? 'key or }' : 'value or ]';
  }

  private close(): void {
    this.at++;
    this.depth--;
    this.ended();
  }

  private ended(): void {
    if (this.depth === 1) this.children.end(this.at);
    if (this.depth > 0) {
      this.state = 'comma';
      return;
    }
    this.state = 'done';
    if (this.whole) {
      this.at = afterSpaces(this.text, this.at);
      if (this.at < this.text.length) this.fail();
    }
  }

  private afterValue(char: string): void {
    const isObject = this.stack[this.depth - 1] === OBJECT;
    if (char === ',') {
      this.at++;
      this.state = isObject ? 'key' : 'value';
    } else if (char === (isObject ? '}' : ']')) {
      this.close();
    } else {
      this.fail();
    }
  }

  private string(pause: number): void {
    const { text } = this;
    let at = this.at;
    for (; at < pause; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return this.stringEnded();
      }
      if (code === BACKSLASH) {
        const end = match(ESCAPE, text, at + 1);
        if (end === at + 1) break;
        at = end - 1;
      } else if (code < 32 || Number.isNaN(code)) {
        break;
      }
    }
    this.at = at;
    if (at < pause) this.fail();
  }

  private stringEnded(): void {
    if (!this.isKey) return this.ended();
    if (this.depth === 1) this.keyEnd = this.at;
    this.state = 'colon';
  }

  private fail(): void {
    this.error = { at: this.at, expected: EXPECTED[this.state] };
  }
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at++;
  }
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
