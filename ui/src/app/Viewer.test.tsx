import { readFileSync } from 'node:fs';
import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Viewer } from './Viewer';

// Vitest runs in ui/.
const GOLDEN = '../golden/src/main/resources/golden/python/s04_retriever/trace.json';

describe('an exported page', () => {
  it('shows its trace, and asks no server', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('not expected'));
    render(<Viewer text={readFileSync(GOLDEN, 'utf8')} />);
    expect((await screen.findAllByText('retrieve_documents')).length).toBeGreaterThan(0);
    expect(screen.getByText('An exported trace: this page asks no server')).toBeTruthy();
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  it('says so when there is no trace in it', () => {
    render(<Viewer text="" />);
    expect(screen.getByRole('alert').textContent).toContain('There is no trace in this page');
  });
});
