/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import license from 'rollup-plugin-license';
import { defineConfig, type UserConfig } from 'vite';
import { notices } from './scripts/notices.ts';
import { oneFile } from './scripts/one-file.ts';

const outDir = 'target/classes/dev/spanloom/ui';
const server = process.env['SPANLOOM_URL'] ?? 'http://127.0.0.1:5000';

/** The pages; and, by `--mode viewer`, the one page that an export puts a trace into. */
export default defineConfig(({ mode }) => (mode === 'viewer' ? viewer : pages));

const pages: UserConfig = {
  // Relative, so that the <base> that the server writes decides; it stands behind any path.
  base: './',
  plugins: [react()],
  html: { cspNonce: '%NONCE%' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      plugins: [
        license({
          thirdParty: { output: `${outDir}/THIRD-PARTY-NOTICES.txt` },
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
    include: ['{src,scripts}/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 90_000,
    pool: 'threads',
    maxWorkers: 2,
  },
};

let viewerNotices = '';

const viewer: UserConfig = {
  base: './',
  plugins: [react(), oneFile(() => viewerNotices)],
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2023',
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    copyPublicDir: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: 'viewer.html',
      output: { codeSplitting: false },
      plugins: [
        license({
          thirdParty(dependencies) {
            viewerNotices = notices(dependencies);
          },
        }),
      ],
    },
  },
};
