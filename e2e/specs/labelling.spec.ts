/** Two readers label simulated clips by keyboard alone: blind, undone across clips, killed in the middle, revealed and revised. */
import type { Page } from '@playwright/test';
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails, tabTo } from '../in-page.ts';

/** What main answers to a channel that tells results. */
async function answerTo(page: Page, channel: 'exams.list' | 'clips.get', input: object): Promise<string> {
  const answer = await page.evaluate(([name, question]) => window.pleura.request(name, question as never), [channel, input] as const);
  return answer.ok ? 'answered' : answer.error.code;
}

const everyExam = { text: '', verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 10 };

test('two readers label blind, undo across clips, survive a kill, compare and revise', async ({ station, cases, exam, labelling }) => {
  const clips = (await clipsOf('exam')).slice(0, 3);
  await cases.importFiles(clips.map((one) => one.path));
  await exam.analysed(3);
  const ids = (await clipDetails(station.page)).map(({ id }) => id);

  await test.step('a second reader is added', async () => {
    const { page } = station;
    await page.keyboard.press('Alt+4');
    await tabTo(page, /^Add a reader$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Mia Berg');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('table', { name: 'Readers' }).getByRole('row', { name: /^MB Mia Berg Annotator/ })).toBeVisible();
  });

  await test.step('the first clip: blind on the page and on the bridge; a verdict, B-lines, a range; on to the next', async () => {
    await labelling.start(/^Label 3 clips$/);
    await expect(station.page.getByText('Blind', { exact: true })).toBeVisible();
    expect(await answerTo(station.page, 'exams.list', everyExam)).toBe('blind');
    expect(await answerTo(station.page, 'clips.get', { clipId: ids[0] ?? '' })).toBe('blind');
    await labelling.press('Enter');
    await expect(labelling.panel.getByRole('alert')).toContainText('Say first');
    await labelling.press('k', 'Home', 'v', '3', 'ArrowRight', 'i', 'ArrowRight', 'ArrowRight', 'o');
    await expect(labelling.ranges).toHaveAttribute('data-last', '3');
    await labelling.press('Enter');
    await labelling.shows(2, 3);
    await expect(labelling.progress).toContainText('1 committed');
  });

  await test.step('undo goes back to the first clip and names what it takes back; redo brings it again', async () => {
    const { page } = station;
    await labelling.press('n');
    await expect(labelling.choice(/Healthy/)).toBeVisible();
    await labelling.press('Control+z', 'Control+z');
    await labelling.shows(1, 3);
    await expect(labelling.ranges).toHaveCount(0);
    await expect(labelling.stand).toHaveText('Changed since your commit.');
    await expect(page.getByRole('button', { name: /^Redo: Mark B-lines visible, frames 2 to 4 on / })).toBeVisible();
    await labelling.press('Control+Shift+Z');
    await expect(labelling.ranges).toHaveCount(1);
    await expect(labelling.stand).toHaveText('Committed.');
    await labelling.press('Control+Shift+Z');
    await labelling.shows(2, 3);
    await expect(labelling.choice(/Healthy/)).toBeVisible();
    await labelling.press('2', '9');
    await labelling.saved();
  });

  await test.step('killed in the middle: nothing said is lost, and it can still be undone', async () => {
    await station.kill();
    await station.start();
    await labelling.start(/^Continue$/);
    await labelling.shows(2, 3);
    await expect(labelling.progress).toContainText('Clip 2 of 3 · 1 committed');
    for (const choice of [/Healthy/, /1–2/, /9 4|^4$/]) await expect(labelling.choice(choice)).toBeVisible();
    await labelling.press('Control+z');
    await expect(labelling.choice(/9 4|^4$/)).toBeHidden();
    await labelling.press('Control+Shift+Z', 'Enter');
    await labelling.shows(3, 3);
  });

  await test.step('commit and compare: the AI is shown, the answer is revised, both are kept', async () => {
    const { page } = station;
    await labelling.press('v', 'Shift+Enter');
    await expect(labelling.ai).toContainText(/AI: (IS|Healthy|Indeterminate)/);
    await expect(labelling.stand).toHaveText('Committed blind. Keep it, or revise it.');
    expect(await seriousFindings(page, 'a session with what was revealed')).toEqual([]);
    await labelling.press('x', 'Enter');
    await expect(labelling.stand).toHaveText('Committed.');
    await labelling.saved();
    await tabTo(page, /^Finish the session$/);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Reader has read 3 of 3 clips')).toBeVisible();
  });

  await test.step('the other reader reads the same clips without the first one’s answers, and sees them after the commit', async () => {
    const { page } = station;
    await page.keyboard.press('Alt+r');
    await expect(page.getByRole('dialog', { name: 'Who reads now?' })).toBeVisible();
    await labelling.press('ArrowDown', 'Enter');
    await expect(page.getByText('Mia Berg has read 0 of 3 clips')).toBeVisible();
    await labelling.start(/^Label 3 clips$/);
    await labelling.press('n', 'Shift+Enter');
    await expect(labelling.others).toContainText('RE');
    await labelling.press('Enter');
    await labelling.shows(2, 3);
    await labelling.saved();
    await labelling.press('Alt+1');
    await expect(cases.heading).toBeVisible();
  });

  await test.step('every commit is there, in the mode it was made in', async () => {
    expect(await answerTo(station.page, 'exams.list', everyExam)).toBe('answered');
    const { readers } = await ask(station.page, 'readers.state', {});
    const all = (await Promise.all(ids.map((clipId) => ask(station.page, 'readings.ofClip', { clipId })))).flat();
    const of = (initials: string): readonly string[] => {
      const id = readers.find((reader) => reader.initials === initials)?.id;
      return all.filter(({ reader }) => reader === id).map(({ mode, verdict }) => `${mode} ${verdict}`).toSorted();
    };
    expect(of('RE')).toEqual(['blind IS', 'blind IS', 'blind healthy', 'revealed not-readable']);
    expect(of('MB')).toEqual(['blind healthy', 'revealed healthy']);
  });
});
