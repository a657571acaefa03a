/** How a text may stand in a JSON text: as it is, as JSON must write it, with what is outside ASCII as escapes. */
export function jsonForms(find: string): readonly string[] {
  const written = JSON.stringify(find).slice(1, -1);
  const ascii = written.replaceAll(
    /[^\u0020-\u007e]/g,
    (char) => String.raw`\u` + char.charCodeAt(0).toString(16).padStart(4, '0'),
  );
  return [find, written, ascii];
}
