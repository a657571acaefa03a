// Initial: what index.html names. Lazy: every other script, each for itself.
import { readdirSync, readFileSync } from 'node:fs';

const folder = 'target/classes/dev/spanloom/ui/';
const html = readFileSync(folder + 'index.html', 'utf8');
const initial = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  ([, file]) => folder + file,
);
const lazy = readdirSync(folder + 'assets')
  .filter((name) => name.endsWith('.js'))
  .map((name) => folder + 'assets/' + name)
  .filter((file) => !initial.includes(file));

export default [
  { name: 'what every page loads first', path: initial, limit: '200 KiB', gzip: true },
  ...lazy.map((file) => ({
    name: file.slice(folder.length),
    path: file,
    limit: '60 KiB',
    gzip: true,
  })),
];
