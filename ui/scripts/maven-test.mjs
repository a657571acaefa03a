// What Maven runs to check the UI: types, style, the tests of pure functions and components, the sizes of what is loaded.
import { spawnSync } from 'node:child_process';

for (const script of ['check', 'test', 'size']) {
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`spanloom-ui: "npm run ${script}" failed in ui/`);
    process.exit(1);
  }
}
