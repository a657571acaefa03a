import { defineConfig } from '@playwright/test';
import { browser } from './scripts/browser.mjs';

const url = process.env['SPANLOOM_URL'];
if (!url) {
  throw new Error(
    'SPANLOOM_URL is not set (expected: the address of a server over the seeded store; the module browser-tests starts one)',
  );
}

export default defineConfig({
  testDir: process.env['SPANLOOM_FIGURES'] ? 'e2e/figures' : 'e2e',
  testIgnore: process.env['SPANLOOM_FIGURES'] ? [] : ['figures/**'],
  outputDir: 'target/e2e',
  fullyParallel: true,
  workers: process.env['SPANLOOM_FIGURES'] ? 1 : 2,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'target/e2e-results.json' }]],
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: browser(), args: ['--no-sandbox', '--disable-gpu'] },
  },
});
