import { create } from 'zustand';
import { openFile, type OpenedFile } from './openFile';

interface State {
  readonly file: OpenedFile | null;
  /** The name of the file that is being read. */
  readonly reading: string | null;
  readonly error: { readonly name: string; readonly message: string } | null;
}

/** The file that the reader has opened last: it outlives the page that shows it, and is gone with the tab. */
export const useOpenedFile = create<State>()(() => ({ file: null, reading: null, error: null }));

let last = 0;

/** Reads a file in place of the one that was open; the state says how it goes. */
export async function open(file: File): Promise<void> {
  const turn = ++last;
  useOpenedFile.getState().file?.close();
  useOpenedFile.setState({ file: null, reading: file.name, error: null });
  try {
    const read = await openFile(file);
    if (turn === last) useOpenedFile.setState({ file: read, reading: null });
    else read.close();
  } catch (e) {
    const message = e instanceof Error ? e.message : String(e);
    if (turn === last)
      useOpenedFile.setState({ reading: null, error: { name: file.name, message } });
  }
}
