import { File as NodeFile } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/client';
import { TraceFileError } from '../../lib/trace-file/types';
import type { Channel } from './messages';
import { openBy } from './openFile';
import { serve } from './serve';

/** Two ends between which messages go as between a page and its worker. */
function channel(): readonly [Channel, Channel] {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  return [port1, port2];
}

async function opened(text: string) {
  const [page, worker] = channel();
  serve(worker);
  // Node's: that of the test's DOM cannot be sent.
  const file = new NodeFile([text], 'trace.json') as unknown as File;
  return openBy(page, file, () => {});
}

const TRACE = {
  info: {
    trace_id: 'tr-1',
    state: 'OK',
    request_time: '2026-01-02T03:04:05Z',
    trace_metadata: {
      'mlflow.trace.tokenUsage': '{"input_tokens": 5, "output_tokens": 2, "total_tokens": 7}',
    },
    assessments: [
      { assessment_id: 'a-1', assessment_name: 'good', feedback: { value: true } },
      'no assessment',
    ],
  },
  data: {
    spans: [
      {
        span_id: '00000000000000aa',
        name: 'root',
        start_time_unix_nano: 1_000_000,
        end_time_unix_nano: 3_000_000,
        status: { code: 'STATUS_CODE_OK' },
        attributes: { 'mlflow.spanInputs': JSON.stringify({ text: 'x'.repeat(100_000) }) },
      },
    ],
  },
};

describe('a trace of a file', () => {
  it('answers as a trace of the server does', async () => {
    const file = await opened(JSON.stringify(TRACE));
    const trace = file.traces[0];
    if (!trace) throw new Error('no trace');
    expect(trace.writable).toBe(false);
    const head = await trace.head();
    expect(head.info).toMatchObject({
      trace_id: 'tr-1',
      state: 'OK',
      tokens: { input: 5, output: 2, total: 7 },
      span_count: 1,
    });
    expect(head.info.assessments.map((each) => each.assessment_name)).toEqual(['good']);
    expect((await trace.skeleton()).duration[0]).toBe(2_000_000);
    const span = await trace.span('00000000000000aa');
    expect(span.inputs).toMatchObject({ cut: true, json: true, bytes: 100_011 });
    expect(await trace.value('00000000000000aa', 'inputs', [0, 9])).toBe('{"text":"');
    expect((await trace.find('ROOT')).matches).toBe(1);
  });

  it('says what is not in the file', async () => {
    const trace = (await opened(JSON.stringify(TRACE))).traces[0];
    await expect(trace?.span('ffffffffffffffff')).rejects.toThrow(ApiError);
    await expect(trace?.value('00000000000000aa', 'outputs')).rejects.toThrow(/has no outputs/);
  });

  it('is refused with words when the file is none', async () => {
    await expect(opened('hello')).rejects.toThrow(TraceFileError);
    await expect(opened('hello')).rejects.toThrow(/begins with "hello"/);
  });

  it('is one of several when the file has several', async () => {
    const line = JSON.stringify(TRACE);
    const file = await opened(`${line}\n${line}`);
    expect(file.contents.format).toBe('MLflow JSON');
    expect(file.traces).toHaveLength(2);
    expect(file.traces[0]?.key).not.toBe(file.traces[1]?.key);
  });
});
