import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import { QueryBar } from './QueryBar';

/** What the server answers, by the path that is asked. */
let answers: (path: URL) => unknown;

beforeEach(() => {
  answers = () => ({ keys: [], values: [] });
  vi.stubGlobal('fetch', (address: string) => {
    const json = answers(new URL(address));
    const status = json === null ? 404 : 200;
    const body = json ?? { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'none' };
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

function Bar({ start, refusal }: { readonly start: string; readonly refusal?: Error }) {
  const [value, setValue] = useState(start);
  return (
    <QueryClientProvider client={new QueryClient()}>
      <QueryBar experimentId="0" value={value} onChange={setValue} refusal={refusal ?? null} />
      <samp>{value}</samp>
    </QueryClientProvider>
  );
}

const field = () => screen.getByRole('combobox', { name: 'Query' });
const said = () => screen.getByText((_, element) => element?.tagName === 'SAMP').textContent;

describe('the query bar', () => {
  it('makes a chip of each clause and takes it out again', async () => {
    const user = userEvent.setup();
    render(<Bar start="status:ERROR hello" />);
    expect(screen.getByRole('button', { name: 'Edit status:ERROR' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove status:ERROR' }));
    expect(said()).toBe('hello');
  });

  it('says what is typed after a rest, and at once with Enter', async () => {
    const user = userEvent.setup();
    render(<Bar start="" />);
    await user.type(field(), 'timeout');
    await waitFor(() => expect(said()).toBe('timeout'));
    await user.type(field(), ' cost>1{Enter}');
    expect(said()).toBe('timeout cost>1');
  });

  it('edits the last clause with Backspace', async () => {
    const user = userEvent.setup();
    render(<Bar start="a status:OK" />);
    await user.click(field());
    await user.keyboard('{Backspace}');
    expect(field()).toHaveProperty('value', 'status:OK');
    await user.keyboard('{Backspace}{Backspace}ERROR{Enter}');
    expect(said()).toBe('a status:ERROR');
  });

  it('completes keys, then values that the experiment has', async () => {
    const asked: string[] = [];
    answers = (path) => {
      asked.push(path.search);
      return { values: [{ value: 'chat', traces: 7 }] };
    };
    const user = userEvent.setup();
    render(<Bar start="" />);
    await user.type(field(), 'nam');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(field()).toHaveProperty('value', 'name:');
    const option = await screen.findByRole('option', { name: /chat/ });
    expect(option.textContent).toContain('7 traces');
    await user.keyboard('{ArrowDown}');
    expect(field().getAttribute('aria-activedescendant')).toBe(option.id);
    await user.keyboard('{Enter}');
    expect(said()).toBe('name:chat');
    expect(asked).toContain('?experiment_id=0&field=name&prefix=');
  });

  it('says what cannot be read, leaves it out and offers to search for it', async () => {
    const user = userEvent.setup();
    render(<Bar start="staus:error" />);
    expect(screen.getByRole('status').textContent).toContain('Is status meant?');
    await user.click(screen.getByRole('button', { name: 'Search for it as text' }));
    expect(said()).toBe('"staus:error"');
  });

  it('says what the server refuses, at the clause that it is about', () => {
    const refusal = new ApiError(400, 'X', 'filter, column 2: unknown field "nofield"');
    render(<Bar start="(nofield = 1)" refusal={refusal} />);
    expect(screen.getByRole('status').textContent).toContain('unknown field "nofield"');
    const chip = screen.getByRole('button', { name: 'Edit (nofield = 1)' }).parentElement;
    expect(chip?.dataset['bad']).toBe('true');
  });

  it('shows the filter that the query is', async () => {
    const user = userEvent.setup();
    render(<Bar start="status:error" />);
    await user.click(screen.getByRole('button', { name: 'Filter and syntax' }));
    expect(within(screen.getByRole('dialog')).getByText("status = 'ERROR'")).toBeTruthy();
  });

  it('opens the trace of an id that is pasted', async () => {
    answers = () => ({ trace_id: 'tr-1234', experiment_id: '7', span_id: null });
    const user = userEvent.setup();
    render(<Bar start="" />);
    await user.click(field());
    await user.paste('0af7651916cd43dd8448eb211c80319c');
    await waitFor(() => expect(window.location.pathname).toBe('/experiments/7/traces/tr-1234'));
  });

  it('says that there is no trace of an id', async () => {
    answers = () => null;
    const user = userEvent.setup();
    render(<Bar start="" />);
    await user.click(field());
    await user.paste('tr-1234');
    await screen.findByText('There is no trace tr-1234.');
  });
});
