/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import license from 'rollup-plugin-license';
import { defineConfig } from 'vite';

const server = process.env['SPANLOOM_URL'] ?? 'http://127.0.0.1:5000';

export default defineConfig({
  // Relative, so that the <base> that the server writes decides; it stands behind any path.
  base: './',
  plugins: [react()],
  html: { cspNonce: '%NONCE%' },
  build: {
    outDir: 'target/classes/dev/spanloom/ui',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      plugins: [
        license({
          thirdParty: { output: 'target/classes/dev/spanloom/ui/THIRD-PARTY-NOTICES.txt' },
        }),
      ],
    },
  },
  server: {
    proxy: {
      '/ui-api': server,
      '/api': server,
      '/config.json': server,
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
