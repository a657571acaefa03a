import { act, fireEvent, render, screen } from '@testing-library/react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DropTarget } from './DropTarget';
import { useOpenedFile } from './openedFile';

function show() {
  const here = memoryLocation({ path: '/experiments/0/traces', record: true });
  render(
    <Router hook={here.hook}>
      <DropTarget>
        <p>the page</p>
      </DropTarget>
    </Router>,
  );
  return here;
}

function drag(type: 'dragEnter' | 'dragLeave' | 'drop', types: string[], files: File[] = []) {
  act(() => {
    fireEvent[type](screen.getByText('the page'), { dataTransfer: { types, files } });
  });
}

const hint = () => screen.queryByText('Drop the file to open its traces');

describe('a file that is dragged over the page', () => {
  beforeEach(() => vi.unstubAllGlobals());

  it('is told where it can go, until it leaves', () => {
    show();
    drag('dragEnter', ['Files']);
    drag('dragEnter', ['Files']);
    expect(hint()).toBeTruthy();
    drag('dragLeave', ['Files']);
    expect(hint()).toBeTruthy();
    drag('dragLeave', ['Files']);
    expect(hint()).toBeNull();
  });

  it('is opened on its own page when it is dropped', () => {
    const started: unknown[] = [];
    vi.stubGlobal(
      'Worker',
      class {
        addEventListener() {}
        terminate() {}
        postMessage(message: unknown) {
          started.push(message);
        }
      },
    );
    const here = show();
    const file = new File(['{}'], 'trace.json');
    drag('dragEnter', ['Files']);
    drag('drop', ['Files'], [file]);
    expect(hint()).toBeNull();
    expect(here.history.at(-1)).toBe('/file');
    expect(useOpenedFile.getState().reading).toBe('trace.json');
    expect(started).toEqual([{ id: 1, ask: 'open', file }]);
  });

  it('is no file when it is a text', () => {
    const here = show();
    drag('dragEnter', ['text/plain']);
    expect(hint()).toBeNull();
    drag('drop', ['text/plain']);
    expect(here.history).toEqual(['/experiments/0/traces']);
  });
});
