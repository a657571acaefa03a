// What Maven runs to build the UI: installs what the lock file names and builds, each only if something has changed since.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LEAST_NODE = [20, 19];
const INSTALLED = 'node_modules/.spanloom-lock';
const BUILT = 'target/ui-inputs';
const INPUTS = [
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  'index.html',
  'viewer.html',
  'public',
  'scripts',
  'src',
];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  fail(
    `node is ${process.versions.node} (expected: ${LEAST_NODE.join('.')} or newer; or build with -DskipUi, without the web UI)`,
  );
}

/** Changes whenever a file of these does. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const files = paths.filter((path) => existsSync(path)).flatMap(filesOf);
  for (const file of files.toSorted()) {
    hash.update(file + '\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(path) {
  return statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile());
}

function unchanged(mark, now) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === now;
}

function run(...words) {
  const { status, error } = spawnSync(words[0], words.slice(1), {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    fail(`${words.join(' ')} failed${error ? ': ' + error.message : ''}`);
  }
}

function fail(why) {
  console.error('spanloom-ui: ' + why);
  process.exit(1);
}

const lock = fingerprint(['package-lock.json']);
if (!unchanged(INSTALLED, lock)) {
  // A browser is not npm's to fetch: scripts/browser.mjs finds one, and only for tests.
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  writeFileSync(INSTALLED, lock);
}
const inputs = fingerprint(INPUTS);
if (!unchanged(BUILT, inputs)) {
  run('npm', 'run', '--silent', 'build');
  mkdirSync('target', { recursive: true });
  writeFileSync(BUILT, inputs);
}
