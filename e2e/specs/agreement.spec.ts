/** Two readers disagree, an adjudicator settles it by keyboard, and the agreement page says how well they agree. */
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask } from '../in-page.ts';
import { AdjudicationView } from '../pages/adjudication-view.ts';
import { addReader, readBlind, signIn } from '../readings.ts';
import type { Said } from '../readings.ts';

const said = (...verdicts: readonly Said['verdict'][]): readonly Said[] => verdicts.map((verdict) => ({ verdict }));

test('a disagreement is settled by keyboard, and agreement is shown as computed', async ({ station, cases, exam, frame }) => {
  const { page } = station;
  const clips = (await clipsOf('exam')).slice(0, 4);
  await ask(page, 'settings.set', { analyseOnImport: false });
  await cases.importFiles(clips.map(({ path }) => path));
  await expect(exam.clips).toHaveCount(clips.length, { timeout: 90_000 });
  const [one, other, judge] = [await addReader(page, 'MN', 'annotator'), await addReader(page, 'OP', 'annotator'), await addReader(page, 'JJ', 'adjudicator')];
  await signIn(page, one);
  await readBlind(page, said('IS', 'IS', 'healthy', 'healthy'));
  await frame.goTo('Labelling');
  const adjudication = new AdjudicationView(station);
  await adjudication.open();
  await expect(page.getByText('Only adjudicators and admins decide between readers.')).toBeVisible();
  await signIn(page, other);
  await readBlind(page, said('IS', 'healthy', 'healthy', 'not-readable'));
  await signIn(page, judge);

  await test.step("one clip by a reader's answer with a reason, the next by an answer of one's own", async () => {
    await expect(adjudication.left).toHaveText('2 of 2 clips to decide');
    await expect(adjudication.queue).toHaveCount(2);
    await expect(adjudication.answer('Reader A')).toBeVisible();
    await expect(adjudication.answers).not.toContainText(/MN|OP/);
    expect(await seriousFindings(page, 'adjudication')).toEqual([]);
    // Enter alone decides nothing.
    await page.keyboard.press('Enter');
    await expect(page.getByText('Take a reader’s answer with its letter first')).toBeVisible();
    await page.keyboard.press('b');
    await expect(adjudication.answer('Reader B')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Shift+C');
    await expect(adjudication.reason).toBeFocused();
    await page.keyboard.type('seen in one frame only');
    await page.keyboard.press('Enter');
    await expect(adjudication.reason).not.toBeFocused();
    await page.keyboard.press('Enter');
    await expect(adjudication.left).toHaveText('1 of 2 clips to decide');
    await expect(adjudication.answer('Reader A')).toHaveAttribute('aria-pressed', 'false');
    // Every finding has its key: these say pleura irregular, consolidation none, effusion none, sliding absent.
    for (const key of ['x', 'p', 'p', 't', 'f', 'r', 'r', 'Enter']) await page.keyboard.press(key);
    await expect(adjudication.left).toHaveText('All decided');
  });
  const { items } = await ask(page, 'adjudication.queue', {});
  const cases_ = await Promise.all(items.map(({ clipId }) => ask(page, 'adjudication.open', { clipId })));
  expect(cases_.map(({ earlier: [decision] }) => [decision?.reason, decision?.followed === null, decision?.adjudicator === judge.id]).toSorted((a, b) => String(b[0]).localeCompare(String(a[0])))).toEqual([
    ['seen in one frame only', false, true], ['', true, true],
  ]);
  const own = cases_.flatMap(({ earlier }) => earlier).find(({ verdict }) => verdict === 'not-readable');
  expect(own?.findings).toMatchObject({ pleura: 'irregular', consolidation: 'none', effusion: 'none', sliding: 'absent' });

  await test.step('an exam is assigned to a reader, who finds it asked of them, with a scheme to choose', async () => {
    await page.getByRole('tab', { name: 'Agreement' }).click();
    const form = page.getByRole('form', { name: 'Assign reads' });
    await form.getByRole('combobox', { name: 'Reader' }).click();
    await page.getByRole('option', { name: /^MN/ }).click();
    await form.getByRole('combobox', { name: 'Which clips' }).click();
    await page.getByRole('option', { name: 'All clips of chosen exams' }).click();
    await form.getByRole('combobox', { name: 'Exams' }).click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Assign to MN' }).click();
    await expect(page.getByRole('region', { name: 'Assigned reads' }).getByRole('row', { name: /^MN chosen clips 0 of 4 read/ })).toBeVisible();
    await signIn(page, one);
    await page.getByRole('tab', { name: 'Label clips' }).click();
    const asked = page.getByRole('region', { name: 'Asked of you' });
    await expect(asked).toContainText('You are asked to read 4 clips');
    await expect(asked.getByRole('combobox', { name: 'Severity 0–3 by' })).toBeVisible();
    await signIn(page, judge);
  });

  await test.step('the page shows the kappa that was computed: 2 of 4 the same, 3 of 8 by chance', async () => {
    await page.getByRole('tab', { name: 'Agreement' }).click();
    const figures = page.getByLabel('All readers');
    await expect(figures).toContainText('Cohen’s kappa0.20');
    const report = await ask(page, 'agreement.report', { question: 'verdict', readers: [one.id, other.id], basis: 'independent', from: null, to: null });
    const kappa = report.pairs[0]?.kappa.value ?? Number.NaN;
    expect(kappa).toBeCloseTo((1 / 2 - 3 / 8) / (5 / 8), 12);
    await expect(figures).toContainText(kappa.toFixed(2));
    await expect(page.getByRole('region', { name: 'Every two readers' }).getByRole('row', { name: /MN and OP 4 1/ })).toContainText('0.50');
    expect(await seriousFindings(page, 'agreement')).toEqual([]);
  });
});
