import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { TimeChart } from './TimeChart';

const labels = ['1', '2', '3'].map((day) => ({ short: day, long: `day ${day}` }));

function show(kind: 'bars' | 'lines' = 'bars') {
  render(
    <TimeChart
      title="Requests"
      about="per day"
      kind={kind}
      series={[
        { name: 'OK', values: [4, 0, null] },
        { name: 'Errors', values: [1, 0, 2] },
      ]}
      labels={labels}
      format={String}
      linkOf={(i) => `/traces?day=${i + 1}`}
    />,
  );
}

describe('a chart', () => {
  it('is a link for each step, whose name says the figures', () => {
    show();
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('aria-label'))).toEqual([
      'day 1: OK 4, Errors 1',
      'day 2: OK 0, Errors 0',
      'day 3: OK –, Errors 2',
    ]);
    expect(links[2]?.getAttribute('href')).toBe('/traces?day=3');
  });

  it('is one stop of the Tab key; arrow keys go along it and stay inside', async () => {
    show('lines');
    const user = userEvent.setup();
    const links = screen.getAllByRole('link');
    links[0]?.focus();
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(document.activeElement).toBe(links[2]);
    expect(links.map((link) => link.getAttribute('tabindex'))).toEqual(['-1', '-1', '0']);
    await user.keyboard('{Home}{ArrowLeft}');
    expect(document.activeElement).toBe(links[0]);
  });

  it('says when there is nothing to show', () => {
    render(
      <TimeChart
        title="Cost"
        about="per day"
        kind="bars"
        series={[{ name: 'US dollars', values: [0, 0, 0] }]}
        labels={labels}
        format={String}
        linkOf={() => '/traces'}
      />,
    );
    expect(screen.getByText('Nothing was recorded in this time.')).toBeTruthy();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('can be read as a table', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Show as a table' }));
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'FromOKErrors',
      'day 141',
      'day 200',
      'day 3–2',
    ]);
    expect(screen.getAllByRole('link')[0]?.getAttribute('href')).toBe('/traces?day=1');
  });
});
