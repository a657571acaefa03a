// Runs the browser's tests with a Chromium that is found or installed; words behind it are Playwright's.
import { spawnSync } from 'node:child_process';
import { browser } from './browser.mjs';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, SPANLOOM_CHROMIUM: browser() } },
);
process.exit(status ?? 1);
