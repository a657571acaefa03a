import { defineConfig } from '@playwright/test';

/** Printed by hand, not asserted: how long things take. */
const figures = process.env['SPANLOOM_FIGURES'] !== undefined;
const chromium = process.env['SPANLOOM_CHROMIUM'];

export default defineConfig({
  testDir: figures ? 'e2e/figures' : 'e2e',
  testIgnore: figures ? [] : ['figures/**'],
  outputDir: 'target/e2e',
  fullyParallel: true,
  workers: figures ? 1 : 2,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'target/e2e-results.json' }]],
  use: {
    // A server over the seeded store; the module browser-tests starts one.
    baseURL: process.env['SPANLOOM_URL'] ?? 'http://127.0.0.1:5000',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-gpu'],
    },
  },
});
