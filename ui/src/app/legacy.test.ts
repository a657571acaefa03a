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

  it('lead to the trace of a path, and to the span that it opens with', () => {
    expect(fromMlflowLink('#/experiments/3/traces/tr-1')).toBe('/experiments/3/traces/tr-1');
    const link = '#/experiments/3/traces?selectedEvaluationId=tr-1&focusSpan=00000000000000aa';
    expect(fromMlflowLink(link)).toBe('/experiments/3/traces/tr-1?span=00000000000000aa');
  });

  it('lead to the turn of a session', () => {
    const link = '#/experiments/3/chat-sessions/s-1?selectedTraceId=tr-1';
    expect(fromMlflowLink(link)).toBe('/experiments/3/sessions/s-1#tr-1');
  });

  it('lead to the overview', () => {
    expect(fromMlflowLink('#/experiments/3/overview')).toBe('/experiments/3/overview');
    expect(fromMlflowLink('#/experiments/3/overview?startTimeLabel=LAST_DAY')).toBe(
      '/experiments/3/overview',
    );
  });

  it('lead from a run to its traces', () => {
    expect(fromMlflowLink('#/experiments/3/runs/abc/traces')).toBe(
      '/experiments/3/traces?q=run%3Aabc',
    );
    expect(fromMlflowLink('#/experiments/3/runs/abc?selectedEvaluationId=tr-1')).toBe(
      '/experiments/3/traces/tr-1',
    );
    expect(fromMlflowLink('#/experiments/3/runs?compareRunsMode=TRACES')).toBe(
      '/experiments/3/traces',
    );
  });

  it('lead to the traces from pages about something else of the experiment', () => {
    expect(fromMlflowLink('#/experiments/3/datasets')).toBe('/experiments/3/traces');
  });

  it('lead there with the name of a workspace before them, and with a lone %', () => {
    expect(fromMlflowLink('#/workspaces/team/experiments/3/traces')).toBe('/experiments/3/traces');
    expect(fromMlflowLink('#/experiments/3/chat-sessions/50%')).toBe(
      '/experiments/3/sessions/50%25',
    );
  });

  it('lead nowhere when they are about something else', () => {
    expect(fromMlflowLink('#/models')).toBeNull();
    expect(fromMlflowLink('')).toBeNull();
  });
});
