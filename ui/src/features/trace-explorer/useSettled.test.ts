import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { traceView } from '../../lib/urls/views';
import { type ChangeView, useSettled } from './useSettled';

const VIEW = traceView.decode('');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a view that changes often', () => {
  it('is shown at once, and told to its owner when it rests', () => {
    const onView = vi.fn<ChangeView>();
    const { result } = renderHook(() => useSettled(VIEW, onView));
    for (let i = 1; i <= 30; i++) act(() => result.current[1]({ zoomFrom: i }));
    expect(result.current[0].zoomFrom).toBe(30);
    expect(onView).not.toHaveBeenCalled();
    act(() => {
      vi.runAllTimers();
    });
    expect(onView.mock.calls).toEqual([[{ zoomFrom: 30 }, 'replace']]);
  });

  it('is told at once, with what is owed, when a step is made that Back undoes', () => {
    const onView = vi.fn<ChangeView>();
    const { result } = renderHook(() => useSettled(VIEW, onView));
    act(() => result.current[1]({ span: 'a' }));
    act(() => result.current[1]({ focus: 'a' }, 'push'));
    act(() => {
      vi.runAllTimers();
    });
    expect(onView.mock.calls).toEqual([[{ span: 'a', focus: 'a' }, 'push']]);
  });

  it('is not told when the page is gone: the URL is that of another', () => {
    const onView = vi.fn<ChangeView>();
    const { result, unmount } = renderHook(() => useSettled(VIEW, onView));
    act(() => result.current[1]({ span: 'a' }));
    unmount();
    vi.runAllTimers();
    expect(onView).not.toHaveBeenCalled();
  });
});
