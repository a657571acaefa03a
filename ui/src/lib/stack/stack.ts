/** A stack trace as programs print it. */
export interface Stack {
  readonly language: 'java' | 'python' | 'javascript' | 'unknown';
  /** The exception, what caused it, and what was suppressed, each with its frames. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly kind: 'exception' | 'cause' | 'suppressed';
  /** Such as `java.lang.IllegalStateException: no key`; may have several lines. */
  readonly title: string;
  readonly lines: readonly Line[];
  /** How far within others, from 0. */
  readonly depth: number;
}

export interface Line {
  readonly text: string;
  /** `more` stands for frames that are those of the section around; `note` for lines that are no frames. */
  readonly kind: 'frame' | 'more' | 'note';
  /** Whether it is a frame of a library that says little about the program. */
  readonly framework: boolean;
}

const JAVA_FRAME = /^(\s*)at (.+)$/;
const JAVA_HEAD = /^(\s*)(Caused by|Suppressed): (.*)$/;
const JAVA_MORE = /^\s*\.\.\. (\d+) (?:more|common frames omitted)/;
const PYTHON_FRAME = /^\s*File "(.*)", line \d+/;

/** Splits a stack trace into its sections; what is none is one section of lines. */
export function parseStack(text: string): Stack {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n');
  if (lines.some((line) => PYTHON_FRAME.test(line))) return python(lines);
  const frames = lines.filter((line) => JAVA_FRAME.test(line));
  if (frames.length === 0) {
    return { language: 'unknown', sections: [{ ...section('exception', lines.join('\n'), 0) }] };
  }
  // Java's frames end with `(File.java:12)`, or say where they are in words; JavaScript's have a line and a column.
  const script = frames.some((line) => /:\d+:\d+\)?$/.test(line));
  return script ? javascript(lines) : java(lines);
}

interface Open extends Section {
  title: string;
  lines: Line[];
}

const section = (kind: Section['kind'], title: string, depth: number): Open => ({
  kind,
  title,
  depth,
  lines: [],
});

function java(lines: readonly string[]): Stack {
  const sections: Open[] = [];
  let current = section('exception', '', 0);
  for (const line of lines) {
    const head = JAVA_HEAD.exec(line);
    if (head) {
      const depth = (head[1] ?? '').replaceAll('    ', '\t').length;
      current = section(head[2] === 'Suppressed' ? 'suppressed' : 'cause', head[3] ?? '', depth);
      sections.push(current);
    } else {
      if (sections.length === 0) sections.push(current);
      addJava(current, line);
    }
  }
  return { language: 'java', sections };
}

function addJava(to: Open, line: string): void {
  const frame = JAVA_FRAME.exec(line)?.[2];
  if (frame !== undefined) {
    to.lines.push({ text: frame, kind: 'frame', framework: isFramework(frame) });
  } else if (JAVA_MORE.test(line)) {
    to.lines.push({ text: line.trim(), kind: 'more', framework: false });
  } else if (to.lines.length === 0) {
    // A message may have several lines.
    to.title += to.title === '' ? line : '\n' + line;
  } else {
    to.lines.push({ text: line.trim(), kind: 'note', framework: false });
  }
}

const LIBRARIES =
  /^(?:java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|reactor|rx|io\.reactivex|org\.springframework|org\.apache|org\.eclipse|io\.netty|io\.vertx|io\.undertow|io\.micrometer|io\.opentelemetry|io\.grpc|com\.linecorp\.armeria|com\.google\.common|com\.fasterxml|tools\.jackson|okhttp3|okio|org\.hibernate|org\.junit|org\.gradle|net\.bytebuddy|dev\.spanloom|software\.amazon\.awssdk)\./;

/** Whether a frame is of a library, not of the program. */
export function isFramework(frame: string): boolean {
  // `app//`, `java.base/`: the class loader and the module before the class
  return LIBRARIES.test(frame.replace(/^(?:[^/(]*\/)+/, ''));
}

/** `Traceback`, pairs of lines for each frame, and the exception at the end; one for each of a chain. */
function python(lines: readonly string[]): Stack {
  const sections: Open[] = [];
  let current = section('exception', '', 0);
  let pending: Line[] = [];
  for (const [index, line] of lines.entries()) {
    if (/^\s*Traceback \(most recent call last\)/.test(line)) {
      pending = [];
    } else if (PYTHON_FRAME.test(line)) {
      const file = PYTHON_FRAME.exec(line)?.[1] ?? '';
      const code = lines[index + 1];
      const has = code !== undefined && /^\s{3,}\S/.test(code) && !PYTHON_FRAME.test(code);
      const text = line.trim() + (has ? '\n  ' + code.trim() : '');
      pending.push({ text, kind: 'frame', framework: isPythonLibrary(file) });
    } else if (/^\s{3,}/.test(line) || line.trim() === '') {
      // the code of the frame before, or the marks below it
    } else if (/^(?:During handling of|The above exception was)/.test(line)) {
      current = section('exception', '', 0);
    } else if (pending.length > 0) {
      current = section('exception', line, 0);
      current.lines = pending;
      pending = [];
      sections.push(current);
    } else if (sections.length > 0) {
      current.title += '\n' + line;
    } else {
      sections.push(section('exception', line, 0));
    }
  }
  if (pending.length > 0) sections.push({ ...current, lines: pending });
  // Python tells the last exception last, and the innermost frame: here both are first, as in Java.
  const turned = sections.toReversed().map((one, index) => ({
    ...one,
    kind: index === 0 ? ('exception' as const) : ('cause' as const),
    lines: one.lines.toReversed(),
  }));
  return { language: 'python', sections: turned };
}

function isPythonLibrary(file: string): boolean {
  return /(?:site-packages|dist-packages|lib\/python\d|<frozen )/.test(file);
}

function javascript(lines: readonly string[]): Stack {
  const sections: Open[] = [];
  let current = section('exception', '', 0);
  for (const line of lines) {
    const frame = JAVA_FRAME.exec(line)?.[2];
    const cause = /^\s*\[?cause\]?: (.*)$/i.exec(line);
    if (cause || sections.length === 0) {
      current = section(cause ? 'cause' : 'exception', cause?.[1] ?? line, 0);
      sections.push(current);
    } else if (frame !== undefined) {
      const framework = /(?:node:|node_modules|\(internal\/)/.test(frame);
      current.lines.push({ text: frame, kind: 'frame', framework });
    } else if (current.lines.length === 0) {
      current.title += '\n' + line;
    } else {
      current.lines.push({ text: line.trim(), kind: 'note', framework: false });
    }
  }
  return { language: 'javascript', sections };
}

/** Lines with runs of a library's frames put together. */
export type Group =
  | { readonly kind: 'line'; readonly at: number; readonly line: Line }
  | { readonly kind: 'hidden'; readonly at: number; readonly lines: readonly Line[] };

/** The frames of the program, with those of libraries folded where there are two or more; the first frame always stands. */
export function folded(lines: readonly Line[]): readonly Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (!line) break;
    let end = at;
    if (at > 0) while (lines[end]?.framework) end++;
    if (end - at >= 2) {
      groups.push({ kind: 'hidden', at, lines: lines.slice(at, end) });
      at = end;
    } else {
      groups.push({ kind: 'line', at, line });
      at++;
    }
  }
  return groups;
}
