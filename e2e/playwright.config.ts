import { defineConfig } from '@playwright/test';

/**
 * One worker: app, engine and browser already fill two cores, and the tests wait for real analyses.
 * A second try is for machines that are busy with something else; a test that needs it is listed as flaky.
 */
export default defineConfig({
  testDir: './specs',
  outputDir: '../artifacts/e2e',
  globalSetup: './global-setup.ts',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../artifacts/e2e.json' }]],
});
