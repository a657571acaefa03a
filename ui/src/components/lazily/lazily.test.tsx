import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Awaiting, lazily } from './lazily';

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>;
}

describe('a part that comes lazily', () => {
  it('is stood in for by the fallback until it has come', async () => {
    const Part = lazily(() => Promise.resolve({ default: Greeting }));
    render(
      <Awaiting fallback={<p>Loading</p>}>
        <Part name="Ada" />
      </Awaiting>,
    );
    expect(screen.getByText('Loading')).toBeTruthy();
    expect(await screen.findByText('Hello Ada')).toBeTruthy();
  });

  it('is there at once when it has come before', async () => {
    let loads = 0;
    const Part = lazily(() => {
      loads++;
      return Promise.resolve({ default: Greeting });
    });
    Part.preload();
    await Promise.resolve();
    await Promise.resolve();
    render(<Part name="Grace" />);
    expect(screen.getByText('Hello Grace')).toBeTruthy();
    expect(loads).toBe(1);
  });
});
