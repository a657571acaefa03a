import { describe, expect, it } from 'vitest';
import { totalsOf } from './totals';
import { mayBeCut, ofPayload, ofPreview } from './message';

describe('the words of a turn', () => {
  it('are those of a preview, or of the only text in it', () => {
    expect(ofPreview('How are you?')).toEqual({ text: 'How are you?', json: false });
    expect(ofPreview('{"question": "How?"}')).toEqual({ text: 'How?', json: false });
    expect(ofPreview('"quoted"')).toEqual({ text: 'quoted', json: false });
    expect(ofPreview('{"a": "x", "b": 1}')).toEqual({ text: '{"a": "x", "b": 1}', json: true });
    expect(ofPreview('{"a": "cut of...')).toEqual({ text: '{"a": "cut of...', json: true });
    expect(ofPreview('5')).toEqual({ text: '5', json: false });
  });

  it('are the last message of the user and of the assistant', () => {
    const { request, response } = ofPayload({
      inputs: {
        model: 'gpt',
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: 'first' },
          { role: 'assistant', content: 'yes?' },
          { role: 'user', content: 'second' },
        ],
      },
      outputs: { choices: [{ message: { role: 'assistant', content: 'the answer' } }] },
      attributes: {},
    });
    expect(request).toEqual({ text: 'second', json: false });
    expect(response).toEqual({ text: 'the answer', json: false });
  });

  it('are the values when nobody spoke', () => {
    const { request, response } = ofPayload({
      inputs: { x: 1, y: 2 },
      outputs: null,
      attributes: {},
    });
    expect(request).toEqual({ text: '{\n  "x": 1,\n  "y": 2\n}', json: true });
    expect(response).toBeNull();
  });

  it('may be cut when a preview is as long as one can be', () => {
    expect(mayBeCut('x'.repeat(256), 256)).toBe(true);
    expect(mayBeCut('short...', 256)).toBe(true);
    expect(mayBeCut('short', 256)).toBe(false);
  });
});

describe('the totals of a session', () => {
  const turn = { state: 'OK', time_ms: 5, duration_ms: 10, tokens: null, cost: null, user: 'ada' };

  it('sum what is known, and say nothing of what no turn knows', () => {
    const turns = [turn, { ...turn, state: 'ERROR', time_ms: 3, tokens: { total: 4 } }];
    expect(totalsOf(turns)).toEqual({
      errors: 1,
      durationMs: 20,
      tokens: 4,
      cost: null,
      users: ['ada'],
      firstMs: 3,
      lastMs: 5,
    });
  });
});
