/** An exam's report by keyboard: prefilled from what was read, written, signed, printed, amended; it survives the app's death. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails } from '../in-page.ts';
import { ReportView } from '../pages/report-view.ts';
import type { Station } from '../station.ts';

/** Text of a PDF, where poppler is installed; the raw bytes tell the rest. */
async function textOf(file: string): Promise<string | null> {
  const program = process.env['PDFTOTEXT'] ?? 'pdftotext';
  return promisify(execFile)(program, ['-layout', file, '-']).then(({ stdout }) => stdout, () => null);
}

async function saveTo(station: Station, file: string): Promise<void> {
  await station.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}

test('a report is prefilled, written by keyboard, signed, saved as PDF and amended', async ({ station, cases, exam, frame }) => {
  const { page } = station;
  const report = new ReportView(station);
  await ask(page, 'settings.set', { analyseOnImport: false });
  await ask(page, 'reports.setSettings', { institution: 'Test hospital' });
  const clips = await clipsOf('exam');
  await cases.importFiles(clips.map((one) => one.path));
  await expect(exam.clips).toHaveCount(clips.length);
  await frame.idle();
  const details = await clipDetails(page);
  const examId = details[0]?.examId ?? '';
  await ask(page, 'exams.update', { examId, pseudonym: 'P-0001', protocol: 'zones8' });
  for (const { id, zone } of details) {
    await ask(page, 'clips.decide', { clipId: id, analysisId: null, answer: 'disagree', verdict: zone === 'R1' || zone === 'R2' ? 'IS' : 'healthy', comment: '' });
  }

  await test.step('prefilled from what was read; zones without clips take the total away', async () => {
    await page.keyboard.press('r');
    await expect(report.cell('R1', 'State')).toHaveAccessibleName('R1 State: pathological');
    await expect(report.cell('L1', 'State')).toHaveAccessibleName('L1 State: normal');
    await expect(report.cell('R4', 'State')).toHaveAccessibleName('R4 State: not examined');
    await expect(report.total).toHaveText('0 of 8 zones scored: no total.');
    await expect(page.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled();
    await expect(report.side).toContainText('Say why the exam is incomplete.');
  });

  await test.step('the table is filled by keys alone', async () => {
    await report.cell('R1', 'State').focus();
    for (const key of ['ArrowRight', 'ArrowRight', '4', 'ArrowRight', '2', 'ArrowLeft', 'ArrowDown', '3', 'ArrowDown', '1', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', '1', 'ArrowRight', 'ArrowRight', '1']) await page.keyboard.press(key);
    await expect(report.cell('R1', 'Score')).toHaveAccessibleName('R1 Score: 2');
    await expect(report.cell('R2', 'Score')).toHaveAccessibleName('R2 Score: 1');
    for (let left = 0; left < 3; left++) for (const key of ['ArrowDown', '2']) await page.keyboard.press(key);
    await expect(report.total).toHaveText('7 of 8 zones scored: no total.');
    for (const key of ['ArrowDown', 'ArrowLeft', 'ArrowLeft', '1', 'ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    await expect(report.total).toHaveText('LUS score 3 of 24');
  });

  await test.step('macros, sentences by rule; a killed app loses nothing that was saved', async () => {
    await report.field('Indication').pressSequentially('Dyspnoea. ;follow ');
    await expect(report.field('Indication')).toHaveValue(/^Dyspnoea\. Follow-up examination recommended/);
    await page.getByRole('button', { name: /^Add all \d sentences$/ }).click();
    await expect(report.field('Conclusion')).toHaveValue(/LUS score 3 of 24/);
    await report.saved();
    await station.kill();
    await station.start();
    await station.page.evaluate((id) => {
      location.hash = `#/exam/${id}/report`;
    }, examId);
    await expect(report.field('Indication')).toHaveValue(/^Dyspnoea\. Follow-up/);
    await expect(report.total).toHaveText('LUS score 3 of 24');
  });

  await test.step('signed, and saved as a PDF that says so', async () => {
    expect(await seriousFindings(station.page, 'a report to sign')).toEqual([]);
    await station.page.keyboard.press('Control+Enter');
    await expect(station.page.getByRole('dialog', { name: 'Sign version 1?' })).toBeVisible();
    await station.page.keyboard.press('Enter');
    await report.shows('Signed, version 1');
    expect(await seriousFindings(station.page, 'a signed report')).toEqual([]);
    const file = path.join(station.userData, 'signed.pdf');
    await saveTo(station, file);
    await station.page.keyboard.press('Control+s');
    await expect(frame.messages).toContainText('The report is saved as PDF.');
    const bytes = await readFile(file, 'latin1');
    expect(bytes.startsWith('%PDF-')).toBe(true);
    expect(bytes.match(/\/Type\s*\/Page\b/g)?.length, 'pages').toBe(1);
    expect(bytes, 'letters are embedded as a font, not as drawings').toMatch(/\/FontFile2/);
    expect(bytes).not.toMatch(/\/Type3/);
    const text = await textOf(file);
    if (text === null) test.info().annotations.push({ type: 'skipped', description: 'pdftotext is not installed: the text of the PDF was not looked at' });
    else for (const words of ['Test hospital', 'P-0001', 'LUS score 3 of 24', 'Signed by', 'not a diagnosis', 'Page 1 of 1']) expect(text).toContain(words);
  });

  await test.step('an amendment is a new version; an incomplete one shows no total', async () => {
    await station.page.keyboard.press('Control+Enter');
    await expect(station.page.getByRole('dialog', { name: 'Amend version 1?' })).toBeVisible();
    await station.page.getByRole('textbox', { name: 'Reason' }).fill('L4 was not scanned');
    await station.page.keyboard.press('Enter');
    await report.shows('Draft, amends version 1');
    await station.page.getByRole('button', { name: 'Discard the amendment…' }).click();
    await expect(station.page.getByRole('dialog', { name: 'Discard the amendment?' })).toContainText('L4 was not scanned');
    await station.page.keyboard.press('Enter');
    await report.shows('Draft, amends version 1');
    await report.cell('L4', 'State').focus();
    await station.page.keyboard.press('3');
    await expect(report.total).toHaveText('7 of 8 zones scored: no total.');
    await report.field('Why the exam is incomplete').fill('Dressing.');
    await report.field('Conclusion').fill('Focal B-lines on the right; incomplete exam. '.repeat(40));
    await report.saved();
    await expect(report.side).not.toContainText('Before you sign');
    await station.page.keyboard.press('Control+Enter');
    await expect(station.page.getByRole('dialog', { name: 'Sign version 2?' })).toBeVisible();
    await station.page.keyboard.press('Enter');
    await report.shows('Signed, version 2');
    await expect(report.versions).toHaveCount(2);
    await expect(report.versions.first()).toContainText('Amends version 1: L4 was not scanned');
    await station.page.keyboard.press('Control+p');
    const paper = station.page.getByTestId('report-paper');
    await expect(paper).toContainText('Incomplete exam: 7 of 8 zones examined');
    await expect(paper).not.toContainText('of 24');
    await expect(paper).toHaveAttribute('data-pages', '2');
    const file = path.join(station.userData, 'amended.pdf');
    await saveTo(station, file);
    await station.page.getByRole('dialog').getByRole('button', { name: 'Save PDF' }).click();
    await expect.poll(() => readFile(file, 'latin1').then((bytes) => bytes.match(/\/Type\s*\/Page\b/g)?.length, () => 0), { timeout: 30_000 }).toBe(2);
  });
});
