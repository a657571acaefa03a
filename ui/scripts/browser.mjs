// Finds a Chromium for the browser tests, or gets one: Debian's package where it may be installed, else Playwright's own.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a browser that can be started. */
export function browser() {
  const given = process.env['SPANLOOM_CHROMIUM'];
  if (given) {
    if (!runs(given)) {
      throw new Error(`SPANLOOM_CHROMIUM: "${given}" (expected: the path of a Chromium)`);
    }
    return given;
  }
  return onPath() ?? playwrights() ?? installed();
}

function onPath() {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const file = join(folder, name);
      if (runs(file)) {
        return file;
      }
    }
  }
  return undefined;
}

function playwrights() {
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-q');
    run(
      'apt-get',
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      'chromium',
      'fonts-dejavu-core',
    );
    const file = onPath();
    if (file) {
      return file;
    }
  }
  run('npx', 'playwright', 'install', 'chromium');
  const file = playwrights();
  if (!file) {
    throw new Error(
      'no Chromium was found, and none could be installed (expected: one on the PATH, or its path in SPANLOOM_CHROMIUM)',
    );
  }
  return file;
}

function run(...words) {
  console.log('browser tests: ' + words.join(' '));
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(words[0], words.slice(1), { stdio: 'inherit', env });
}
