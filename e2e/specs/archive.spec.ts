/** A department's day: a device sends a study, it is analysed, and goes on to the archive. */
import { AxeBuilder } from '@axe-core/playwright';
import { clipsOf } from '../clips.ts';
import { asDicom, freePort, missingOtherSide, sendAs, startArchive } from '../dicom-clips.ts';
import { expect, test } from '../fixtures.ts';

test('a device sends, strangers may not, and what is sent arrives in the archive', async ({ station, cases, exam, frame }) => {
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
      await page.getByRole('button', { name: 'Test the connection to Orthanc' }).click();
      await expect(page.getByText(/It answers and knows us/)).toBeVisible();
      expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()).violations).toEqual([]);
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
  } finally {
    await archive.stop();
  }
});
