import { defineConfig } from '@playwright/test';

/** One worker: app, engine and browser already fill two cores, and the tests wait for real analyses. */
export default defineConfig({
  testDir: './specs',
  outputDir: '../artifacts/e2e',
  globalSetup: './global-setup.ts',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../artifacts/e2e.json' }]],
});
