/** Playwright's `test` with a fresh workstation for each test. */
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { CaseLog } from './pages/case-log.ts';
import { ClipView } from './pages/clip-view.ts';
import { ExamView } from './pages/exam-view.ts';
import { LabelView } from './pages/label-view.ts';
import { ModelsView } from './pages/models-view.ts';
import { Frame } from './pages/frame.ts';
import { Station } from './station.ts';

export interface Workplace {
  /** Folder of built-in models; those of the program without it. Set it with `test.use`. */
  readonly models: string | null;
  /** A started app with an empty case log. Its errors fail the test. */
  readonly station: Station;
  readonly frame: Frame;
  readonly cases: CaseLog;
  readonly exam: ExamView;
  readonly clip: ClipView;
  readonly modelsPage: ModelsView;
  readonly labelling: LabelView;
}

export const test = base.extend<Workplace>({
  models: [null, { option: true }],
  station: async ({ models }, use, testInfo) => {
    const station = new Station(await mkdtemp(path.join(os.tmpdir(), 'pleura-e2e-')), models === null ? {} : { PLEURA_MODELS: models });
    await station.start();
    try {
      await use(station);
      expect(station.problems, 'errors in the page').toEqual([]);
    } finally {
      if (testInfo.errors.length > 0) await keepEvidence(station, testInfo);
      await station.end();
    }
  },
  frame: async ({ station }, use) => use(new Frame(station)),
  cases: async ({ station }, use) => use(new CaseLog(station)),
  exam: async ({ station }, use) => use(new ExamView(station)),
  clip: async ({ station }, use) => use(new ClipView(station)),
  modelsPage: async ({ station }, use) => use(new ModelsView(station)),
  labelling: async ({ station }, use) => use(new LabelView(station)),
});

async function keepEvidence(station: Station, testInfo: { attach(name: string, options: { body: string | Buffer; contentType: string }): Promise<void> }): Promise<void> {
  await testInfo.attach('output of the app', { body: station.output(), contentType: 'text/plain' });
  const shot = await station.page.screenshot({ timeout: 15_000 }).catch(() => null);
  if (shot !== null) await testInfo.attach('window', { body: shot, contentType: 'image/png' });
}

export { expect };
