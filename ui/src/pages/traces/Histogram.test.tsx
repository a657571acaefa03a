import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Histogram } from './Histogram';

const STEP = 60;
const FROM = 1_700_000_040_000;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly tell: (entries: unknown[]) => void) {}
      observe() {
        this.tell([{ contentRect: { width: 240 } }]);
      }
      disconnect() {}
    },
  );
  HTMLElement.prototype.setPointerCapture = () => undefined;
});
afterEach(() => vi.unstubAllGlobals());

function show() {
  const onRange = vi.fn<(from: number, to: number) => void>();
  render(
    <Histogram
      bars={[
        [FROM, 3, 0],
        [FROM + 120_000, 5, 2],
      ]}
      fromMs={FROM}
      toMs={FROM + 24 * 60_000}
      stepSeconds={STEP}
      stale={false}
      onRange={onRange}
    />,
  );
  return { onRange, plot: screen.getByRole('slider') };
}

describe('the histogram', () => {
  it('says in words what it shows', () => {
    const { plot } = show();
    expect(plot.getAttribute('aria-label')).toContain('8 traces, 2 errors');
    expect(plot.getAttribute('aria-label')).toContain('Most in one step: 5 traces');
  });

  it('chooses the time that is dragged over, in whole steps', () => {
    const { onRange, plot } = show();
    fireEvent.pointerDown(plot, { clientX: 5, button: 0, pointerId: 1 });
    fireEvent.pointerMove(plot, { clientX: 20 });
    fireEvent.pointerUp(plot, { clientX: 25 });
    expect(onRange).toHaveBeenCalledWith(FROM, FROM + 3 * 60_000 - 1);
  });

  it('chooses bars by keys', () => {
    const { onRange, plot } = show();
    fireEvent.keyDown(plot, { key: 'ArrowRight' });
    expect(plot.getAttribute('aria-valuetext')).toContain('3 traces, 0 errors');
    fireEvent.keyDown(plot, { key: 'ArrowRight', shiftKey: true });
    fireEvent.keyDown(plot, { key: 'Enter' });
    expect(onRange).toHaveBeenCalledWith(FROM, FROM + 3 * 60_000 - 1);
  });
});
