import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import Markdown from './Markdown';

describe('Markdown', () => {
  it('shows text, tables and code with a button to copy it', () => {
    render(
      <Markdown text={'**bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```java\nint x = 1;\n```'} />,
    );
    expect(screen.getByText('bold').closest('strong')).toBeTruthy();
    expect(screen.getByRole('table')).toBeTruthy();
    expect(screen.getByText('int x = 1;')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy code' })).toBeTruthy();
  });

  it('marks what is searched for', () => {
    render(<Markdown text="some *words* here" find="WORDS" />);
    expect(document.querySelector('mark')?.textContent).toBe('words');
  });

  it('makes links of addresses of the web and of mail alone', () => {
    render(
      <Markdown text="[a](https://example.org) [b](mailto:x@example.org) [c](javascript:x) [d](file.md)" />,
    );
    expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['a', 'b']);
    expect(document.body.textContent).toContain('(javascript:x)');
  });

  it('leaves HTML as text and fetches no image', () => {
    render(<Markdown text={'<b onclick="x">hi</b> ![p](https://evil.example/p.png)'} />);
    expect(document.querySelector('b, img')).toBeNull();
    expect(screen.getByRole('button', { name: /Load image from evil.example/ })).toBeTruthy();
  });

  it('shows a text that is too long as text, and says why', () => {
    render(<Markdown text={'# x\n'.repeat(50_000)} />);
    expect(screen.getByText('Shown as text')).toBeTruthy();
    expect(screen.queryByRole('heading')).toBeNull();
  });
});
