import { render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useWidth } from './useWidth';

const widths: number[] = [];

function Measured({ unknown }: { readonly unknown?: number }) {
  const element = useRef<HTMLDivElement>(null);
  widths.push(useWidth(element, unknown));
  return <div ref={element} style={{ paddingLeft: 10, paddingRight: 6 }} />;
}

class SilentObserver {
  observe() {}
  disconnect() {}
}

afterEach(() => {
  widths.length = 0;
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the width of an element', () => {
  it('is that of its content, and is known before any observer tells', () => {
    vi.stubGlobal('ResizeObserver', SilentObserver);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(316);
    render(<Measured />);
    expect(widths).toEqual([0, 300]);
  });

  it('is a guess where nothing is laid out', () => {
    vi.stubGlobal('ResizeObserver', SilentObserver);
    render(<Measured unknown={480} />);
    expect(widths).toEqual([480]);
  });
});
