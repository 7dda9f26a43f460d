import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
// What scikit-learn and a second implementation say of the same answers, and what the papers print.
import reference from '../fixtures/agreement.json' with { type: 'json' };
import { figureOf, outcomeOf } from './group-sums.ts';
import type { Outcome, RatedClip } from './group-sums.ts';
import { icc, iccForms, iccSums } from './intraclass.ts';
import { coincidenceSums, fleissKappa, fleissSums, krippendorffAlpha } from './many-readers.ts';
import type { AlphaMetric } from './many-readers.ts';
import { cohenKappa, confusionSums, observedAgreement, pairFigures, specificAgreement } from './two-readers.ts';
import type { KappaWeights } from './two-readers.ts';

const bootstrap = { draws: 400, seed: 1, level: 0.95 };
const metrics: readonly AlphaMetric[] = ['nominal', 'ordinal', 'interval'];
const weightings: readonly KappaWeights[] = ['unweighted', 'linear', 'quadratic'];

function rated(answers: readonly (readonly (number | null)[])[]): RatedClip[] {
  return answers.map((row, at) => ({ patient: `p${Math.floor(at / 2)}`, answers: row }));
}

function near(got: Outcome | null, expected: number, what: string, tolerance = 1e-9): void {
  assert.ok(typeof got === 'number' && Math.abs(got - expected) < tolerance, `${what}: ${got} for ${expected}`);
}

const kappa = (clips: readonly RatedClip[], categories: number, weights: KappaWeights = 'unweighted') => outcomeOf(confusionSums(clips, categories), (cells) => cohenKappa(cells, categories, weights));
const fleiss = (clips: readonly RatedClip[], categories: number) => outcomeOf(fleissSums(clips, categories), fleissKappa);
const alpha = (clips: readonly RatedClip[], categories: number, metric: AlphaMetric) => outcomeOf(coincidenceSums(clips, categories), (cells) => krippendorffAlpha(cells, categories, metric));
const iccOf = (clips: readonly RatedClip[], readers: number, form: (typeof iccForms)[number]) => outcomeOf(iccSums(clips, readers), (sums) => icc(sums, form));

test("Cohen's kappa, plain and weighted, and the confusion matrix are those of scikit-learn", () => {
  for (const { categories, first, second, kappa: expected, confusion } of reference.pairs) {
    const clips = rated(first.map((answer, at) => [answer, second[at] ?? null]));
    for (const weights of weightings) near(kappa(clips, categories, weights), expected[weights], weights);
    assert.deepEqual(pairFigures(clips, { categories, ordinal: true }, bootstrap).confusion, confusion);
  }
});

test("Fleiss' kappa, Krippendorff's alpha and ICC are those of the second implementation", () => {
  for (const group of reference.groups) {
    const clips = rated(group.answers);
    if (group.fleiss !== null) near(fleiss(clips, group.categories), group.fleiss, 'Fleiss');
    for (const metric of metrics) near(alpha(clips, group.categories, metric), group.alpha[metric], metric);
    if (group.icc !== null) for (const form of iccForms) near(iccOf(clips, group.answers[0]?.length ?? 0, form), group.icc[form], form);
  }
});

test('the figures printed in the papers come out: Fleiss 1971, Shrout and Fleiss 1979, Krippendorff 2011', () => {
  const psychiatrists = reference.fleiss1971.counts.map((row): (number | null)[] => row.flatMap((times, category) => Array.from({ length: times }, () => category)));
  near(fleiss(rated(psychiatrists), 5), reference.fleiss1971.published, 'kappa', 5e-4);
  for (const form of iccForms) near(iccOf(rated(reference.shrout1979.scores), 4, form), reference.shrout1979.published[form], form, 5e-3);
  const { answers, categories, published } = reference.krippendorff2011;
  for (const metric of metrics) near(alpha(rated(answers), categories, metric), published[metric], metric, 5e-4);
});

test('what is not defined is said as such, never NaN', () => {
  const same = rated([[1, 1], [1, 1], [1, 1]]);
  assert.equal(kappa([], 3), 'no-clips');
  assert.equal(kappa(rated([[0, null], [null, 1]]), 3), 'no-clips');
  for (const weights of weightings) assert.equal(kappa(same, 3, weights), 'one-category');
  assert.deepEqual([fleiss(same, 3), fleiss([], 3), fleiss(rated([[0, null, 0]]), 3)], ['one-category', 'no-clips', 'no-clips']);
  for (const metric of metrics) assert.deepEqual([alpha(same, 3, metric), alpha(rated([[0, null]]), 3, metric)], ['one-category', 'no-clips']);
  // Three answers of a third each add up to a rounding below 1.
  assert.equal(fleiss(rated([[2, 2, 2], [2, 2, 2], [2, 2, 2]]), 3), 'one-category');
  for (const form of iccForms) {
    assert.deepEqual([iccOf(same, 2, form), iccOf(rated([[1, 2]]), 2, form), iccOf(rated([[1], [2]]), 1, form), iccOf([], 2, form)], ['no-spread', 'one-clip', 'one-reader', 'no-clips']);
  }
  const pair = pairFigures(same, { categories: 3, ordinal: true }, bootstrap);
  assert.deepEqual(pair.kappa, { value: null, because: 'one-category' });
  assert.deepEqual(pair.specific.map((figure) => (figure.value === null ? figure.because : figure.value)), ['not-used', 1, 'not-used']);
  assert.deepEqual(pair.observed, { value: 1, interval: { low: 1, high: 1 } });
  // One clip where the readers differ: agreement by chance is 0, and so is kappa.
  assert.equal(kappa(rated([[0, 1]]), 2), 0);
  assert.ok(!JSON.stringify(pairFigures([], { categories: 3, ordinal: true }, bootstrap)).includes('null,"interval"'));
});

test('clips of one patient alone give a value without an interval', () => {
  const one = Array.from({ length: 20 }, (_, at): RatedClip => ({ patient: 'only', answers: [at % 2, at % 3 === 0 ? 1 : at % 2] }));
  const { kappa: figure, patients, clips } = pairFigures(one, { categories: 2, ordinal: false }, bootstrap);
  assert.deepEqual([patients, clips], [1, 20]);
  assert.ok(figure.value !== null && figure.interval === null);
});

test('the interval holds the value, is the same again, and widens when clips are of fewer patients', () => {
  const answers = Array.from({ length: 120 }, (_, at) => [at % 2, (at * 7) % 5 === 0 ? (at + 1) % 2 : at % 2]);
  const width = (perPatient: number): number => {
    // Clips of a patient agree or differ together, as when one patient is hard to read.
    const sorted = answers.toSorted((a, b) => Number(a[0] === a[1]) - Number(b[0] === b[1]));
    const clips = sorted.map((row, at): RatedClip => ({ patient: String(Math.floor(at / perPatient)), answers: row }));
    const { kappa: figure } = pairFigures(clips, { categories: 2, ordinal: false }, bootstrap);
    assert.deepEqual(figure, pairFigures(clips, { categories: 2, ordinal: false }, bootstrap).kappa);
    assert.ok(figure.value !== null && figure.interval !== null && figure.interval.low < figure.value && figure.value < figure.interval.high);
    return figure.interval.high - figure.interval.low;
  };
  assert.ok(width(12) > 1.5 * width(1), `${width(12)} against ${width(1)}`);
});

const answer = fc.integer({ min: 0, max: 3 });
const drawn = fc.array(fc.tuple(answer, answer, answer), { minLength: 1, maxLength: 40 });

test('whatever the answers: readers may change places, categories may be renamed, perfect agreement is 1, no value leaves its range', () => {
  fc.assert(fc.property(drawn, fc.constantFrom(...weightings), (rows, weights) => {
    const [forward, back] = [rated(rows.map(([a, b]) => [a, b])), rated(rows.map(([a, b]) => [b, a]))];
    const [one, other] = [kappa(forward, 4, weights), kappa(back, 4, weights)];
    assert.ok(typeof one === 'string' ? one === other : Math.abs(one - Number(other)) < 1e-9 && one <= 1 + 1e-12 && (weights === 'linear' || one >= -1 - 1e-12), `${one} ${other}`);
    const renamed = kappa(rated(rows.map(([a, b]) => [3 - a, 3 - b])), 4, weights);
    assert.ok(typeof one === 'string' ? one === renamed : Math.abs(one - Number(renamed)) < 1e-9);
    const perfect = kappa(rated(rows.map(([a]) => [a, a])), 4, weights);
    assert.ok(perfect === 'one-category' || Math.abs(Number(perfect) - 1) < 1e-12);
    for (const value of [fleiss(rated(rows), 4), ...metrics.map((metric) => alpha(rated(rows), 4, metric)), ...iccForms.map((form) => iccOf(rated(rows), 3, form))]) {
      assert.ok(typeof value === 'string' || (Number.isFinite(value) && value <= 1 + 1e-9), String(value));
    }
  }));
});

test('alpha without missing answers nears kappa of two readers as clips grow; specific agreement averages to the observed one', () => {
  fc.assert(fc.property(fc.array(fc.tuple(answer, answer), { minLength: 2, maxLength: 40 }), (rows) => {
    const sums = confusionSums(rated(rows), 4);
    const cells = sums.of(new Uint8Array(sums.patients).fill(1)).slice();
    const said = Array.from({ length: 4 }, (_, category) => rows.flat().filter((one) => one === category).length);
    const mean = said.reduce((sum, times, category) => {
      const value = specificAgreement(cells, 4, category);
      return sum + times * (typeof value === 'string' ? 0 : value);
    }, 0) / (2 * rows.length);
    near(observedAgreement(cells, 4), mean, 'observed');
    // Krippendorff 2011: with two readers, alpha = 1 - (1 - pi) (N - 1) / N with Scott's pi, N answers. Fleiss' kappa of two readers is Scott's pi.
    const pi = fleiss(rated(rows), 4);
    const given = 2 * rows.length;
    if (typeof pi === 'number') near(alpha(rated(rows), 4, 'nominal'), 1 - ((1 - pi) * (given - 1)) / given, 'alpha');
  }));
});

test('patients drawn several times count as if their clips stood there several times', () => {
  const clips = rated(reference.groups[1]?.answers ?? []);
  const sums = iccSums(clips, 4);
  const times = Array.from({ length: sums.patients }, (_, at) => at % 3);
  const copies = clips.flatMap((clip) => Array.from({ length: times[Number(clip.patient.slice(1))] ?? 0 }, () => clip));
  for (const form of iccForms) near(icc(sums.of(times), form), Number(outcomeOf(iccSums(copies, 4), (all) => icc(all, form))), form);
  near(krippendorffAlpha(coincidenceSums(clips, 4).of(times), 4, 'ordinal'), Number(alpha(copies, 4, 'ordinal')), 'alpha');
  assert.ok(figureOf(sums, (all) => icc(all, 'ICC(2,1)'), bootstrap).value !== null);
});
