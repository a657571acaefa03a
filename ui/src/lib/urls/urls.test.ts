import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTrace, toTraces } from './paths';
import { TRACE_TABS, tracesView, traceView } from './views';

describe('links', () => {
  it('leave out what has its default', () => {
    expect(toTraces('0')).toBe('/experiments/0/traces');
    expect(toTrace('0', 'tr-1', { tab: 'main' })).toBe('/experiments/0/traces/tr-1');
  });

  it('say the state of the traces page and read it back', () => {
    fc.assert(
      fc.property(
        fc.record({
          q: fc.string(),
          from: fc.option(fc.string({ minLength: 1 })),
          to: fc.option(fc.string({ minLength: 1 })),
          sort: fc.option(fc.string({ minLength: 1 })),
          cols: fc.array(fc.string({ minLength: 1 })),
        }),
        (view) => {
          expect(tracesView.decode(tracesView.encode(view))).toEqual(view);
        },
      ),
    );
  });

  it('say the state of the trace page and read it back', () => {
    fc.assert(
      fc.property(
        fc.record({
          span: fc.option(fc.string({ minLength: 1 })),
          tab: fc.constantFrom(...TRACE_TABS),
          view: fc.constantFrom('timeline' as const, 'tree' as const),
          zoomFrom: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
          zoomTo: fc.option(fc.integer()),
          find: fc.string(),
          types: fc.array(fc.string({ minLength: 1 })),
          hide: fc.array(fc.string({ minLength: 1 })),
          name: fc.string(),
          errors: fc.constantFrom('all' as const, 'only' as const),
          min: fc.option(fc.integer()),
          focus: fc.option(fc.string({ minLength: 1 })),
        }),
        (view) => {
          const back = traceView.decode(traceView.encode(view));
          expect({ ...back, zoomFrom: (back.zoomFrom ?? 0) + 0 }).toEqual({
            ...view,
            zoomFrom: (view.zoomFrom ?? 0) + 0,
          });
        },
      ),
    );
  });
});
