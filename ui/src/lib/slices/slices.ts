/** A task of the main thread stays below what delays a frame. */
const SLICE_MILLIS = 8;

/** Lets the browser draw and react. */
const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });

/**
 * Does long work in slices, with the browser's own between.
 *
 * @param step does some of it, at most a few milliseconds; gives whether all is done
 * @param onSlice is called after each slice
 * @returns whether it was done, not aborted
 */
export async function inSlices(
  step: () => boolean,
  onSlice: (done: boolean) => void,
  signal: AbortSignal,
): Promise<boolean> {
  for (;;) {
    const end = performance.now() + SLICE_MILLIS;
    let done = step();
    while (!done && performance.now() < end) done = step();
    if (signal.aborted) return false;
    onSlice(done);
    if (done) return true;
    await pause();
    if (signal.aborted) return false;
  }
}
