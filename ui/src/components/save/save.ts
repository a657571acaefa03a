/** The browser has begun to read it by then. */
const READ_MILLIS = 60_000;

/** Saves something as a file of the browser's downloads. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\w.-]+/g, '_');
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MILLIS);
}
