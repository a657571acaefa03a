import { describe, expect, it } from 'vitest';
import { FAILED, Links } from './links';
import { decimal, everyStep, labelsOf, percent } from './words';

const links = new Links('0', { q: 'tag.env:prod', from: '-1h', to: null });

function asked(link: string): Record<string, string> {
  return Object.fromEntries(new URL(link, 'http://x').searchParams);
}

describe('a mark of the overview', () => {
  it('leads to the traces of its step, of what the page asks for', () => {
    expect(asked(links.step(60_000, 60, FAILED))).toEqual({
      q: 'tag.env:prod status:ERROR',
      from: '60000',
      to: '119999',
    });
  });

  it('leads to the traces in which one span is a failed call of the tool', () => {
    expect(asked(links.tool("it's", true)).q).toBe(
      `tag.env:prod (span(name = "it's" AND type = 'TOOL' AND status = 'ERROR'))`,
    );
  });

  it('leads to the traces of a name, a model, a feedback and its value', () => {
    expect(asked(links.named('a b')).q).toBe('tag.env:prod name:"a b"');
    expect(asked(links.model('gpt')).q).toBe('tag.env:prod span.model:gpt');
    expect(asked(links.feedback('good')).q).toBe('tag.env:prod has:feedback.good');
    expect(asked(links.feedback('good', 'true')).q).toBe('tag.env:prod feedback.good:true');
  });
});

describe('words of the overview', () => {
  it('say shares and decimals shortly', () => {
    expect([0, 0.004, 0.058, 0.5, 1].map(percent)).toEqual([
      '0 %',
      '0.4 %',
      '5.8 %',
      '50 %',
      '100 %',
    ]);
    expect(decimal(2 / 3)).toBe('0.667');
  });

  it('name each step, and no two alike', () => {
    const day = new Date(2026, 0, 31).getTime();
    const hours = { starts: [day, day + 3_600_000], seconds: 3600 };
    expect(labelsOf(hours)[0]).toEqual({ short: '01-31 00:00', long: '01-31 00:00 – 01:00' });
    const days = { starts: [day], seconds: 86_400 };
    expect(labelsOf(days)[0]).toEqual({ short: '01-31', long: '2026-01-31 – 02-01' });
    const seconds = { starts: [day], seconds: 10 };
    expect(labelsOf(seconds)[0]?.long).toBe('01-31 00:00:00 – 00:00:10');
    expect(everyStep(hours)).toBe('per hour');
    expect(everyStep({ starts: [], seconds: 600 })).toBe('per 10 minutes');
  });
});
