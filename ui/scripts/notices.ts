/** What a license asks to be said wherever the software goes. */
interface Software {
  readonly name: string | null;
  readonly version: string | null;
  readonly license: string | null;
  readonly licenseText: string | null;
  readonly noticeText: string | null;
}

const COPYRIGHT = /^\W*(copyright\b|\(c\)|©).*\d{4}|^\W*copyright \(c\)/i;
const HEADING = /^\W*(the )?(mit|isc|bsd|unlicense)( license)?( \(mit\))?\W*$/i;

/** Names, copyrights and licenses of all software in a page; each text of a license once, with those that it holds for. */
export function notices(all: readonly Software[]): string {
  const groups = new Map<string, { readonly text: string; readonly of: string[] }>();
  for (const software of all) {
    const lines = (software.licenseText ?? '').split(/\r?\n/).map((line) => line.trim());
    const body = lines.filter((line) => !COPYRIGHT.test(line) && !HEADING.test(line));
    const key = body.join(' ').replace(/\W+/g, ' ').trim().toLowerCase();
    const group = groups.get(key) ?? { text: body.join('\n').trim(), of: [] };
    groups.set(key, group);
    const what = `${software.name ?? ''} ${software.version ?? ''}, ${software.license ?? ''}`;
    const whose = lines.filter((line) => COPYRIGHT.test(line)).map((line) => '    ' + line);
    group.of.push([what, ...whose, ...(software.noticeText?.split(/\r?\n/) ?? [])].join('\n'));
  }
  return [...groups.values()]
    .map(({ text, of }) => of.join('\n') + '\n\n' + text)
    .join('\n\n---\n\n');
}
