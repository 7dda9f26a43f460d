/** A department's day: a device sends a study, it is analysed, and goes on to the archive. */
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import type { Archive } from '../dicom-clips.ts';
import { asDicom, freePort, missingOtherSide, sendAs, startArchive } from '../dicom-clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails } from '../in-page.ts';
import { ReportView } from '../pages/report-view.ts';

const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';
const encapsulatedPdf = '1.2.840.10008.5.1.4.1.1.104.1';

/** SOP classes of everything in the archive. */
async function classesIn(archive: Archive): Promise<readonly string[]> {
  const instances = (await archive.ask('/instances')) as readonly string[];
  return Promise.all(instances.map(async (id) => ((await archive.ask(`/instances/${id}/simplified-tags`)) as { readonly SOPClassUID: string }).SOPClassUID));
}

test('a device sends, strangers may not; what is sent and what is reported arrive in the archive', async ({ station, cases, exam, frame }) => {
  const missing = await missingOtherSide();
  test.skip(missing !== null, missing ?? '');
  const { page } = station;
  const [archive, files, port] = await Promise.all([startArchive(), clipsOf('exam').then((clips) => asDicom(clips.slice(0, 2).map((clip) => clip.path))), freePort()]);
  try {
    await test.step('the receiver is switched on, and an archive added and tested', async () => {
      await frame.goTo('Settings');
      const receiver = page.getByRole('region', { name: 'DICOM receiver' });
      await receiver.getByRole('textbox', { name: 'Port' }).fill(String(port));
      await page.keyboard.press('Enter');
      await receiver.getByRole('textbox', { name: 'Allowed callers' }).fill('SCANNER');
      await page.keyboard.press('Enter');
      await receiver.getByRole('switch').click();
      await expect(receiver.getByRole('status')).toContainText(`Listening on port ${port}.`);
      await page.getByRole('button', { name: 'Add an archive' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add an archive' });
      for (const [field, text] of [['Name', 'Orthanc'], ['AE title of the archive', 'ORTHANC'], ['Host', '127.0.0.1'], ['Port', String(archive.port)]] as const) await dialog.getByRole('textbox', { name: field }).fill(text);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await page.getByRole('button', { name: 'Test connection to Orthanc' }).click();
      await expect(page.getByText(/It answers and knows us/)).toBeVisible();
      expect(await seriousFindings(page, 'receiver and archives')).toEqual([]);
    });

    await test.step('a stranger is refused and named; a listed device is taken', async () => {
      expect(await sendAs('STRANGER', port, files)).not.toBe(0);
      await expect(page.getByRole('list', { name: 'Calls to the receiver' })).toContainText('STRANGER');
      expect(await sendAs('SCANNER', port, files)).toBe(0);
      await frame.goTo('Cases');
      await expect(cases.rows).toHaveCount(1);
      await cases.openFirst();
      await exam.analysed(2);
      await expect(page.locator('body')).not.toContainText('Planted');
    });

    await test.step('what was received is sent on to the archive, byte for byte a study of its own', async () => {
      await page.getByRole('button', { name: 'Send results' }).click();
      const dialog = page.getByRole('dialog', { name: 'Send results' });
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(dialog.getByRole('list', { name: 'Sent' })).toContainText('2 clips to Orthanc: 2 stored', { timeout: 60_000 });
      const [study] = (await archive.ask('/studies')) as readonly string[];
      const { MainDicomTags: tags } = (await archive.ask(`/studies/${study}`)) as { readonly MainDicomTags: Readonly<Record<string, string>> };
      expect(tags['StudyInstanceUID']).toBe('2.25.7700');
    });

    await test.step('read and reported in the window; the report arrives in the archive as SR and PDF', async () => {
      await page.keyboard.press('Escape');
      const details = await clipDetails(page);
      for (const { id } of details) await ask(page, 'clips.decide', { clipId: id, analysisId: null, answer: 'disagree', verdict: 'healthy', comment: '' });
      await page.keyboard.press('r');
      const report = new ReportView(station);
      await report.field('Why the exam is incomplete').fill('Two points were scanned.');
      await report.field('Conclusion').fill('No interstitial syndrome at the points that were scanned.');
      await report.saved();
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('dialog', { name: 'Sign version 1?' })).toBeVisible();
      await page.keyboard.press('Enter');
      await report.shows('Signed, version 1');
      await page.keyboard.press('Control+Shift+S');
      const dialog = page.getByRole('dialog', { name: 'Send results' });
      await dialog.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(dialog.getByRole('list', { name: 'Sent' })).toContainText('report, PDF to Orthanc: 2 stored', { timeout: 60_000 });
      expect(await classesIn(archive)).toEqual(expect.arrayContaining([comprehensiveSr, encapsulatedPdf]));
    });
  } finally {
    await archive.stop();
  }
});
