import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, isFramework, parseStack } from './stack';

const JAVA = `java.lang.IllegalStateException: cannot answer
because of this
\tat com.acme.Shop.answer(Shop.java:12)
\tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)
\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)
\tat app//com.acme.Main.main(Main.java:5)
\tSuppressed: java.io.IOException: close failed
\t\tat com.acme.Door.close(Door.java:3)
\t\t... 2 more
Caused by: java.net.http.HttpTimeoutException: request timed out
\tat java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:960)
\tat com.acme.Client.ask(Client.java:44)
\t... 3 more
`;

describe('parseStack', () => {
  it('splits a Java trace into the exception, what was suppressed and what caused it', () => {
    const { language, sections } = parseStack(JAVA);
    expect(language).toBe('java');
    expect(sections.map(({ kind, title, depth }) => [kind, title, depth])).toEqual([
      ['exception', 'java.lang.IllegalStateException: cannot answer\nbecause of this', 0],
      ['suppressed', 'java.io.IOException: close failed', 1],
      ['cause', 'java.net.http.HttpTimeoutException: request timed out', 0],
    ]);
    expect(sections[2]?.lines.map((line) => line.kind)).toEqual(['frame', 'frame', 'more']);
  });

  it('folds the frames of libraries, never the first one', () => {
    const { sections } = parseStack(JAVA);
    const groups = folded(sections[0]?.lines ?? []);
    expect(
      groups.map((group) => (group.kind === 'hidden' ? group.lines.length : group.line.text)),
    ).toEqual(['com.acme.Shop.answer(Shop.java:12)', 2, 'app//com.acme.Main.main(Main.java:5)']);
    expect(folded(sections[2]?.lines ?? [])[0]?.kind).toBe('line');
  });

  it('knows libraries behind modules and class loaders', () => {
    expect(isFramework('java.base/java.lang.Thread.run(Thread.java:1583)')).toBe(true);
    expect(isFramework('app//org.springframework.web.Foo.bar(Foo.java:1)')).toBe(true);
    expect(isFramework('reactor.core.publisher.Mono.block(Mono.java:1)')).toBe(true);
    expect(isFramework('javafoo.Bar.baz(Bar.java:1)')).toBe(false);
  });

  it('turns a Python trace round, with the code of each frame', () => {
    const { language, sections } = parseStack(`Traceback (most recent call last):
  File "/srv/app.py", line 3, in main
    answer()
  File "/usr/lib/python3.12/site-packages/openai/x.py", line 9, in create
    raise ValueError("Invalid")
    ^^^^^^^^^^^
ValueError: Invalid input

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/app.py", line 5, in main
RuntimeError: gave up`);
    expect(language).toBe('python');
    expect(sections.map(({ kind, title }) => [kind, title])).toEqual([
      ['exception', 'RuntimeError: gave up'],
      ['cause', 'ValueError: Invalid input'],
    ]);
    expect(sections[1]?.lines[0]).toEqual({
      text: 'File "/usr/lib/python3.12/site-packages/openai/x.py", line 9, in create\n  raise ValueError("Invalid")',
      kind: 'frame',
      framework: true,
    });
  });

  it('reads a JavaScript trace', () => {
    const { language, sections } = parseStack(`TypeError: x is not a function
    at answer (/srv/app.js:3:5)
    at node:internal/main:28:10`);
    expect(language).toBe('javascript');
    expect(sections[0]?.lines.map((line) => line.framework)).toEqual([false, true]);
  });

  it('keeps all of a text that is no stack trace', () => {
    expect(parseStack('just words').sections[0]?.title).toBe('just words');
  });

  it('loses no line of a Java trace, and never throws', () => {
    const line = fc.constantFrom('\tat a.b(C.java:1)', '\t... 3 more', 'Caused by: x', 'words', '');
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, any) => {
        parseStack(any);
        const { sections } = parseStack(lines.join('\n'));
        const frames = sections.flatMap((one) => one.lines).filter((one) => one.kind === 'frame');
        expect(frames.length).toBe(lines.filter((one) => one.startsWith('\tat')).length);
        const again = folded(frames).flatMap((one) =>
          one.kind === 'hidden' ? one.lines : [one.line],
        );
        expect(again.length).toBe(frames.length);
      }),
    );
  });
});
