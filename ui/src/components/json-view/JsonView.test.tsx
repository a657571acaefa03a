import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import JsonView from './JsonView';

const texts = () => screen.getAllByRole('treeitem').map((row) => row.textContent);

async function show(value: unknown, find = '') {
  render(<JsonView text={JSON.stringify(value)} find={find} label="Outputs" />);
  await screen.findByRole('tree', { name: 'Outputs' });
  return userEvent.setup();
}

const active = () => screen.getAllByRole('treeitem', { selected: true })[0]?.textContent;

describe('JsonView', () => {
  it('is a tree whose rows are opened, closed and walked by keys', async () => {
    const user = await show({ a: { b: [1, 2] }, c: true });
    await waitFor(() => expect(texts()).toEqual(['a: {1}', 'b: [2]', '0: 1', '1: 2', 'c: true']));
    await user.tab();
    expect(active()).toBe('a: {1}');
    await user.keyboard('{ArrowLeft}');
    expect(texts()).toEqual(['a: {"b":[1,2]}', 'c: true']);
    const [first] = screen.getAllByRole('treeitem');
    expect(first?.getAttribute('aria-expanded')).toBe('false');
    await user.keyboard('{ArrowRight}{ArrowRight}');
    await waitFor(() => expect(active()).toBe('b: [1,2]'));
    await user.keyboard('{End}');
    expect(active()).toBe('c: true');
    await user.keyboard('{ArrowUp}{ArrowLeft}');
    expect(active()).toBe('a: {1}');
  });

  it('opens JSON that a string holds, in place', async () => {
    const user = await show({ arguments: '{"city":"Graz"}' });
    await user.click(await screen.findByRole('button', { name: 'Open as JSON' }));
    await waitFor(() => expect(texts()).toContain('city: "Graz"'));
  });

  it('finds within, opens what holds a match, and goes from one to the next', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({ name: `row ${i}`, deep: { mark: i } }));
    const user = await show({ rows });
    await user.type(screen.getByRole('searchbox', { name: 'Find in Outputs' }), 'ROW 29');
    await screen.findByText('11 found');
    await user.keyboard('{Enter}');
    await screen.findByText('1 of 11');
    await waitFor(() => expect(active()).toBe('name: "row 29"'));
    await user.click(screen.getByRole('button', { name: 'Previous match' }));
    await screen.findByText('11 of 11');
  });

  it('opens what was searched for in the trace', async () => {
    await show({ a: { b: { c: { d: { e: { f: 'needle' } } } } } }, 'needle');
    await waitFor(() => expect(document.querySelector('mark')?.textContent).toBe('needle'));
  });

  it('copies the value and the path of a row', async () => {
    const user = await show({ messages: [{ content: 'Hi\n"you"' }] });
    await waitFor(() => expect(texts()).toHaveLength(3));
    await user.click(screen.getByText(/Hi/));
    const [row] = screen.getAllByRole('treeitem', { selected: true });
    await user.click(within(row as HTMLElement).getByRole('button', { name: 'Copy value' }));
    expect(await navigator.clipboard.readText()).toBe('Hi\n"you"');
    await user.click(within(row as HTMLElement).getByRole('button', { name: 'Copy path' }));
    expect(await navigator.clipboard.readText()).toBe('$.messages[0].content');
  });

  it('shows what there is of a text that was cut', async () => {
    render(<JsonView text={'{"a": 1, "b": "goes o'} find="" label="Outputs" cut />);
    await waitFor(() => expect(texts()).toEqual(['a: 1', 'b: "goes o" (it goes on)']));
  });

  it('says that an object or a list is empty, and shows a value alone as text', async () => {
    const { rerender } = render(<JsonView text="{}" find="" label="Outputs" />);
    expect(await screen.findByText('An empty object')).toBeTruthy();
    rerender(<JsonView text="[]" find="" label="Outputs" />);
    expect(await screen.findByText('An empty list')).toBeTruthy();
    rerender(<JsonView text={'"a\\nb"'} find="" label="Outputs" />);
    expect((await screen.findByLabelText('Outputs')).textContent).toBe('a\nb');
  });
});
