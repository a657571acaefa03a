import { describe, expect, it } from 'vitest';
import { familyOptions, keyOptions, valueOptions, wantedAfter } from './complete';

const seen = [
  { value: 'prod', traces: 3 },
  { value: 'pre prod', traces: 1 },
];

function keys(item: string): readonly string[] {
  const wanted = wantedAfter(item);
  return wanted.kind === 'key' ? keyOptions(wanted).map(({ text }) => text) : [];
}

describe('completion', () => {
  it('offers keys that begin so before those of which a part does', () => {
    expect(keys('sta')).toEqual(['status:', 'span.status:']);
    expect(keys('-dur')).toEqual(['-duration:', '-span.duration:']);
    expect(keys('has:ses')).toEqual(['has:session']);
  });

  it('offers observed keys of a family, quoted where they must be', () => {
    const wanted = wantedAfter('tag.e');
    expect(wanted).toMatchObject({ kind: 'key', prefix: 'e', family: { family: 'tag' } });
    if (wanted.kind !== 'key') return;
    expect(familyOptions(wanted, [{ value: 'my env', traces: 2 }])).toEqual([
      { text: 'tag."my env":', label: 'tag.my env', hint: '2 traces', whole: false },
    ]);
  });

  it('offers observed values but those that are chosen already', () => {
    const wanted = wantedAfter('tag.env:prod,p');
    expect(wanted).toMatchObject({ kind: 'value', prefix: 'p', used: ['prod'] });
    if (wanted.kind !== 'value') return;
    expect(valueOptions(wanted, seen)).toEqual([
      { text: 'tag.env:prod,"pre prod"', label: 'pre prod', hint: '1 trace', whole: true },
    ]);
  });

  it('offers the words of a field even when none was seen', () => {
    const wanted = wantedAfter('status:er');
    if (wanted.kind !== 'value') throw new Error(wanted.kind);
    expect(valueOptions(wanted, []).map(({ text }) => text)).toEqual(['status:ERROR']);
  });

  it.each(['(status = ', 'duration>', 'duration:', '"sta', 'nokey:'])(
    'offers nothing after %s',
    (item) => {
      expect(wantedAfter(item)).toEqual({ kind: 'nothing' });
    },
  );
});
