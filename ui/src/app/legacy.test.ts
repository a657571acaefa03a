import { describe, expect, it } from 'vitest';
import { fromMlflowLink } from './legacy';

describe("links of MLflow's UI", () => {
  it('lead to the traces of the experiment', () => {
    expect(fromMlflowLink('#/experiments/3/traces')).toBe('/experiments/3/traces');
    expect(fromMlflowLink('#/experiments/3')).toBe('/experiments/3/traces');
  });

  it('lead to the trace that they name', () => {
    const link = '#/experiments/3/traces?selectedEvaluationId=tr-1&sort=x';
    expect(fromMlflowLink(link)).toBe('/experiments/3/traces/tr-1');
  });

  it('lead to the session that they name', () => {
    expect(fromMlflowLink('#/experiments/3/chat-sessions')).toBe('/experiments/3/sessions');
    expect(fromMlflowLink('#/experiments/3/chat-sessions/s%201')).toBe(
      '/experiments/3/sessions/s%201',
    );
  });

  it('lead nowhere when they are about something else', () => {
    expect(fromMlflowLink('#/models')).toBeNull();
    expect(fromMlflowLink('')).toBeNull();
  });
});
