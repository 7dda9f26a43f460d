/** MODEL_CARD.md as Markdown: fixed prose, and figures that all come from files of the bundle. */
import type { BundleMetrics, EvaluationReport, LevelFigures, ScoreComparison } from '../../../preload/evaluation.ts';
import type { Manifest } from '../../inference/bundle-format.ts';
import type { ExplainReport } from '../explain/format.ts';
import { explanationSection } from './explanation-section.ts';
import type { TrainingTables } from './formats.ts';
import { shown, table } from './words.ts';

export interface CardParts {
  readonly manifest: Manifest;
  readonly metrics: BundleMetrics;
  readonly training: TrainingTables | null;
  readonly explain: ExplainReport | null;
}

function whatItDoes({ extractor, head, clipRule, target, preprocessing, guard }: Manifest): string {
  const branches = extractor.branches.map((branch) => `${branch.name} (${branch.featureCount})`).join(', ');
  const calibration = { none: 'not calibrated further', platt: 'calibrated by Platt scaling', isotonic: 'calibrated by isotonic regression' }[clipRule.calibration.kind];
  const variants = extractor.variants.map((variant) => `${variant.precision} for ${variant.providers.join(', ')}`).join('; ');
  return `Says for each frame of a lung-ultrasound clip how likely interstitial syndrome (IS) is present, and for the clip the mean of the highest ${(clipRule.fraction * 100).toFixed(0)}% of its frames,
${calibration}. Convolutional networks read the unwrapped fan (preprocessing ${preprocessing.version}): ${branches}. Their globally averaged last maps are concatenated (${extractor.featureCount} features)
and judged by a head of kind ${head.kind}. Computed as: ${variants}.${guard === undefined ? ' No guard: every clip gets a verdict.' : ' A guard rejects clips that do not look like lung ultrasound.'}

Positive in training: ${target.positive}. Negative: ${target.negative}.`;
}

function trainedOn({ training, licence }: Manifest): string {
  const rows = training.datasets.map((data) => [data.name, data.licence, String(data.clips), String(data.patients), String(data.frames)]);
  const sources = licence.data.map((data) => `- ${data.name}: ${data.licence}${data.doi === null || data.doi === undefined ? '' : `, doi ${data.doi}`}`).join('\n');
  return `${table(['data', 'licence', 'clips', 'patients or sources', 'frames'], rows)}\n\n${sources}`;
}

function summaryRow({ title, clip }: EvaluationReport): string[] {
  return [
    title, `${clip.cases} / ${clip.positives} / ${clip.patients}`, shown(clip.auc), shown(clip.averagePrecision), shown(clip.balanced.sensitivity), shown(clip.balanced.specificity), shown(clip.balanced.accuracy),
    shown(clip.ece), shown(clip.brier),
  ];
}

function levelRow(figures: LevelFigures): string[] {
  const { level, cases, positives, patients, auc, balanced } = figures;
  return [level, `${cases} / ${positives} / ${patients}`, shown(balanced.accuracy), shown(balanced.specificity), shown(balanced.sensitivity), shown(balanced.precision), shown(balanced.f1), shown(auc)];
}

function comparisonRows(comparisons: readonly ScoreComparison[]): string[][] {
  return comparisons.map(({ score, auc, fusedMinus, p }) => [score, shown(auc), fusedMinus === null ? '' : shown(fusedMinus), p === null ? '' : p.toFixed(3)]);
}

function taskSection(report: EvaluationReport, comparisons: readonly ScoreComparison[]): string {
  const { title, question, clip, subgroups, patient } = report;
  // Folds of a single data set hold too few clips to say anything.
  const told = subgroups.length > 1 ? subgroups : [];
  const rows = told.flatMap(({ column, rows: all }) => all.map((row) => [`${column} ${row.value}`, `${row.clips} / ${row.positives} / ${row.patients}`, shown(row.auc), shown(row.sensitivity), shown(row.specificity)]));
  const notDefined = patient.undefinedBecause === null ? '' : `\n\nPatients: ${patient.undefinedBecause}`;
  return `### ${title}
Positive: ${question.positive}. Negative: ${question.negative}.

${table(['level', 'cases / positive / patients', 'accuracy', 'specificity', 'recall', 'precision', 'F1', 'AUC'], [clip, report.frame, patient].map(levelRow))}${notDefined}

${table(['clips, score of', 'AUC', 'fused minus this', 'p'], comparisonRows(comparisons))}
${rows.length === 0 ? '' : `\n${table(['clips', 'clips / positive / patients', 'AUC', 'sensitivity', 'specificity'], rows)}\n`}
At the screening threshold: sensitivity ${shown(clip.screening.sensitivity)}, specificity ${shown(clip.screening.specificity)}. Outside the indeterminate band lie ${shown(clip.selective.coverage)} of the clips, with accuracy ${shown(clip.selective.accuracy)}.`;
}

function measured({ manifest, metrics }: CardParts): string {
  const heading = ['clips', 'clips / positive / patients', 'AUC', 'average precision', 'sensitivity', 'specificity', 'accuracy', 'ECE', 'Brier'];
  const sections = metrics.tasks.map((report) => taskSection(report, metrics.comparisons.filter((row) => row.task === report.id)));
  return `## Measured: ${manifest.training.folds}-fold cross-validation, split by ${metrics.splitLevel}; value (95% interval by patient bootstrap)
${metrics.tasks[0]?.statement ?? ''} Sensitivity, specificity, accuracy, precision and F1 are at the balanced threshold unless said otherwise. Simulated clips are measured in none of these figures. The shipped weights come from all patients.

${table(heading, metrics.tasks.map(summaryRow))}

${sections.join('\n\n')}

Levels: ${(metrics.tasks[0] === undefined ? [] : [metrics.tasks[0].clip, metrics.tasks[0].frame, metrics.tasks[0].patient]).map(({ level, definition }) => `${level}: ${definition}`).join(' ')}
ECE: ten bins of equal width; with so few clips it is above zero by chance alone. "p" is the two-sided bootstrap value of the paired difference in AUC, patients drawn together.`;
}

function trainingSection(training: TrainingTables | null): string {
  if (training === null) return '';
  const value = (item: string | number | null): string => (item === null ? '–' : typeof item === 'number' && !Number.isInteger(item) ? item.toFixed(3) : String(item));
  const tables = training.tables.map(({ title, note, columns, rows }) => `### ${title}\n${note === null || note === undefined ? '' : `${note}\n`}\n${table(columns, rows.map((row) => row.map(value)))}`);
  return `\n## From the training\nTables of the training run that made this bundle.\n\n${[...tables, ...training.notes.map((note) => `- ${note}`)].join('\n\n')}\n`;
}

function guardSection({ guard }: Manifest): string {
  if (guard === undefined) return 'This bundle has no guard: anything that can be decoded gets a verdict.';
  return `The guard looks at the first frames of a clip and rejects what does not look like lung ultrasound or cannot be read. Of ${guard.clips} real clips it would reject ${shown(guard.falseReject)} wrongly, measured out of fold by patient.
A rejected clip has no probability; it can be analysed anyway, and the result then says so.`;
}

/** The card's text. The same parts give the same text. */
export function cardText(parts: CardParts): string {
  const { manifest, training, explain } = parts;
  const { screening, balanced, indeterminate } = manifest.operatingPoints;
  return `# ${manifest.title}

Version ${manifest.version}. Decision support for research use, not a diagnosis. ${manifest.licence.name}. ${manifest.licence.text}

Every figure here is computed by \`npm run -s model-card\` from files of this bundle (metrics.json, oof.json, training.json, explain.json, manifest.json).

## Intended use
For research by people trained in lung ultrasound, beside their own reading. It scores frames and clips; it never judges a patient by itself. Not for diagnosis, triage or treatment,
not for children, and not for other organs. Measure it on your own clips first: \`npm run -s evaluate\`.

## What it does
${whatItDoes(manifest)}

## Trained on
${trainedOn(manifest)}

${measured(parts)}

## Operating points of the clip probability
Screening ${screening.toFixed(3)}, chosen to miss few; balanced ${balanced.toFixed(3)}; healthy below ${indeterminate.low.toFixed(3)}, IS from ${indeterminate.high.toFixed(3)}, indeterminate between.

## Guard
${guardSection(manifest)}

## Explanations
${explanationSection(explain)}
${trainingSection(training)}
## Limits
- Labels are per clip and noisy: readers' own answers to "B-lines" and "severity" often disagree. Few patients, mostly one convex device; other devices, linear probes,
  children and other diseases are hardly or not in the data.
- A bright scan without B-lines (liver, spleen, consolidation, strong gain) can look positive; faint B-lines in dark clips can be missed.
- Choices of the training were made while looking at cross-validation on these same patients, which makes its figures a little optimistic; only patients never used can tell the rest.
- Simulated clips are far easier than real ones; a figure on them shows that the program works, not how well it reads lungs.
- Trained once with seed ${manifest.training.seed}; intervals are over patients, not over training runs.
`;
}
