import { describe, expect, it } from 'vitest';
import { isInlineImage, safeLink, webLink } from './links';

describe('links', () => {
  it('lead to the web or to mail', () => {
    expect(safeLink('https://example.com/a?b=c')).toBe('https://example.com/a?b=c');
    expect(safeLink('mailto:a@example.com')).toBe('mailto:a@example.com');
    expect(webLink('mailto:a@example.com')).toBeNull();
  });

  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '//example.com',
    'path/to/document.md',
    '',
  ])('are text when they are %j', (link) => {
    expect(safeLink(link)).toBeNull();
  });

  it('are pictures in place for four kinds, never for SVG', () => {
    expect(isInlineImage('data:image/png;base64,AAAA')).toBe(true);
    expect(isInlineImage('data:image/svg+xml;base64,AAAA')).toBe(false);
    expect(isInlineImage('data:image/png,<svg>')).toBe(false);
    expect(isInlineImage('https://example.com/x.png')).toBe(false);
  });
});
