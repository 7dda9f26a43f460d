/** Questions that tests ask through the page's own bridge. */
import type { Page } from '@playwright/test';
import type { PleuraBridge, RequestInput, RequestName, RequestOutput } from '../preload/contract.ts';
import type { ClipDetail, ExamQuery } from '../preload/domain.ts';

declare global {
  interface Window {
    readonly pleura: PleuraBridge;
  }
}

export const everyExam: ExamQuery = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 100 };

/** Throws where main answers with an error. */
export async function ask<N extends RequestName>(page: Page, name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
  const result = await page.evaluate(([channel, question]) => window.pleura.request(channel, question as never), [name as RequestName, input as unknown] as const);
  if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`);
  return result.value as RequestOutput<N>;
}

/** Everything stored of each clip of each exam. */
export async function clipDetails(page: Page): Promise<readonly ClipDetail[]> {
  const { rows } = await ask(page, 'exams.list', everyExam);
  const exams = await Promise.all(rows.map(({ id }) => ask(page, 'exams.get', { examId: id })));
  return Promise.all(exams.flatMap(({ clipRows }) => clipRows).map(({ id }) => ask(page, 'clips.get', { clipId: id })));
}

/** Tab until the element with this name has the focus; fails after a round of 60. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}
