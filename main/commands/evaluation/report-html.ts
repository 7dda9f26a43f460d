/** An evaluation as one HTML file that needs nothing else: no scripts, pictures inside. */
import type { Interval } from '../../../preload/domain.ts';
import type { EvaluationReport, LevelFigures, SubgroupTable, ThresholdFigures } from '../../../preload/evaluation.ts';
import { calibrationPlot, escaped, precisionRecallPlot, probabilityPlot, rocPlot, sweepPlot } from './plots.ts';
import { reportStyle } from './report-style.ts';
import { countLines } from './report-table.ts';
import type { WorstCase } from './worst-cases.ts';

const number = (value: number | null, digits = 3): string => (value === null ? '–' : value.toFixed(digits));
const interval = (of: Interval | null): string => (of === null ? '–' : `${of.value.toFixed(3)} <span class="quiet">(${of.low.toFixed(3)}–${of.high.toFixed(3)})</span>`);
const row = (cells: readonly string[], tag: 'td' | 'th' = 'td'): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
const table = (heading: readonly string[], rows: readonly string[]): string => `<div class="wide"><table><thead>${row(heading, 'th')}</thead><tbody>${rows.join('')}</tbody></table></div>`;

function card(name: string, of: Interval | null): string {
  const range = of === null ? 'not defined here' : `95% interval ${of.low.toFixed(3)}–${of.high.toFixed(3)}`;
  return `<div class="card"><span>${name}</span><b>${number(of?.value ?? null)}</b><span>${range}</span></div>`;
}

function header(report: EvaluationReport, madeAt: string): string {
  const { model, clip, provider } = report;
  const scores = report.scores === 'engine' ? `scored by the shipped engine${provider === null ? '' : ` (${provider})`}` : 'scored out of fold in cross-validation by patient';
  return `<h1>${escaped(report.title)}</h1>
<p class="quiet">Model ${escaped(model.id)} ${escaped(model.version)}${model.sha256 === null ? '' : ` · manifest ${model.sha256.slice(0, 16)}`} · ${scores} · preprocessing ${report.preprocessing}
 · ${report.scores === 'out-of-fold' ? 'stored frames' : report.question.framesPerClip === null ? 'all frames' : `${report.question.framesPerClip} frames`} a clip · made ${escaped(madeAt)}</p>
${countLines(report).map((line) => `<p>${escaped(line)}</p>`).join('')}
<p class="note">${escaped(report.statement)} Research use; decision support, not a diagnosis.</p>
<div class="cards">${card('Clip AUC', clip.auc)}${card('Average precision', clip.averagePrecision)}${card('Sensitivity (balanced)', clip.balanced.sensitivity)}${card('Specificity (balanced)', clip.balanced.specificity)}${card('Accuracy (balanced)', clip.balanced.accuracy)}${card('Calibration error', clip.ece)}</div>`;
}

function figuresTable(levels: readonly LevelFigures[]): string {
  const line = (name: string, of: (figures: LevelFigures) => Interval | null): string => row([name, ...levels.map((level) => interval(of(level)))]);
  const part = (name: 'balanced' | 'screening'): string[] => {
    const at = (figures: LevelFigures): ThresholdFigures => figures[name];
    return [
      `<tr class="part"><td>At the ${name} threshold, ${number(levels[0] === undefined ? null : at(levels[0]).threshold)}</td>${levels.map(() => '<td></td>').join('')}</tr>`,
      line('accuracy', (f) => at(f).accuracy), line('sensitivity (recall)', (f) => at(f).sensitivity), line('specificity', (f) => at(f).specificity), line('precision', (f) => at(f).precision), line('F1', (f) => at(f).f1),
      row(['true / false positives, true / false negatives', ...levels.map((f) => `${at(f).truePositives} / ${at(f).falsePositives}, ${at(f).trueNegatives} / ${at(f).falseNegatives}`)]),
    ];
  };
  return table(['', ...levels.map((level) => level.level)], [
    row(['cases / positive / patients', ...levels.map((f) => `${f.cases} / ${f.positives} / ${f.patients}`)]),
    line('AUC', (f) => f.auc), line('average precision', (f) => f.averagePrecision), line('Brier score', (f) => f.brier), line('calibration error (ECE)', (f) => f.ece),
    ...part('balanced'), ...part('screening'),
    `<tr class="part"><td>Outside the indeterminate band ${number(levels[0]?.selective.low ?? null)}–${number(levels[0]?.selective.high ?? null)}</td>${levels.map(() => '<td></td>').join('')}</tr>`,
    line('share called', (f) => f.selective.coverage), line('accuracy of those', (f) => f.selective.accuracy), line('sensitivity of those', (f) => f.selective.sensitivity), line('specificity of those', (f) => f.selective.specificity),
  ]);
}

function sweepTable({ sweep }: LevelFigures): string {
  const rows = sweep.filter((_, index) => index % 5 === 0).map((point) => row([point.threshold.toFixed(2), ...[point.sensitivity, point.specificity, point.accuracy, point.precision, point.f1].map((value) => number(value))]));
  return table(['threshold', 'sensitivity', 'specificity', 'accuracy', 'precision', 'F1'], rows);
}

function subgroups({ column, rows }: SubgroupTable): string {
  // A single patient has no interval over patients.
  const of = (value: Interval | null, patients: number): string => (patients > 1 ? interval(value) : number(value?.value ?? null));
  return `<h2>By ${escaped(column)}</h2>${table(['value', 'clips', 'with a score', 'positive', 'patients', 'mean probability', 'AUC', 'sensitivity', 'specificity', 'accuracy'], rows.map((item) => row([
    item.value === '' ? '<i>empty</i>' : escaped(item.value), String(item.clips), String(item.called), String(item.positives), String(item.patients), number(item.meanProbability),
    of(item.auc, item.patients), of(item.sensitivity, item.patients), of(item.specificity, item.patients), of(item.accuracy, item.patients),
  ])))}`;
}

function worst(cases: readonly WorstCase[]): string {
  const figure = ({ clip, frame, picture }: WorstCase): string => `<figure>${picture === null ? '' : `<img src="${picture}" alt="frame ${frame + 1}">`}<figcaption><b>${clip.positive ? 'missed' : 'false alarm'}</b> · p ${number(clip.probability)}<br>${escaped(clip.file)}<br><span class="quiet">patient ${escaped(clip.group)} · frame ${frame + 1}, its highest, p ${number(clip.frameProbabilities?.[frame] ?? null)}</span></figcaption></figure>`;
  return cases.length === 0 ? '<p>No clip is on the wrong side of the balanced threshold.</p>' : `<p class="quiet">On the wrong side of the balanced threshold, furthest from it first; at most six of either kind. Brightened as the network sees them.</p><div class="cases">${cases.map(figure).join('')}</div>`;
}

function clipsTable(report: EvaluationReport): string {
  const rows = report.clips.map((clip) => row([
    `<span class="file">${escaped(clip.file)}</span>`, escaped(clip.group), clip.positive ? 'positive' : 'negative', number(clip.probability), clip.verdict, `${clip.scored} / ${clip.frames}`,
    escaped([clip.error === null ? '' : clip.error.message, ...clip.warnings].filter((text) => text !== '').join(' ')),
  ]));
  return table(['clip', 'patient', 'label', 'probability', 'verdict', 'frames', 'remarks'], rows);
}

const key = '<p class="key"><i style="background:var(--mark)"></i>balanced threshold<i style="background:var(--third)"></i>screening threshold; in the sweep: <i style="background:var(--first)"></i>sensitivity<i style="background:var(--second)"></i>specificity, dashed: F1, shaded: indeterminate; among the probabilities: <i style="background:var(--second)"></i>positive clips<i style="background:var(--first)"></i>negative clips</p>';

/** The page. `madeAt` is a date for people; the record itself has none, so that the same clips give the same record. */
export function reportHtml(report: EvaluationReport, cases: readonly WorstCase[], madeAt: string): string {
  const { clip, frame, patient, allClips, bootstrap } = report;
  const levels = [clip, frame, patient];
  const undefinedLevels = levels.flatMap(({ level, undefinedBecause }) => (undefinedBecause === null ? [] : [`<p class="note">${level}: ${escaped(undefinedBecause)}</p>`]));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(report.title)}</title><style>${reportStyle}</style></head><body><main>
${header(report, madeAt)}
<h2>Figures: value (95% interval by patient bootstrap)</h2>${undefinedLevels.join('')}${figuresTable(levels)}
<p>All ${report.counts.clips} clips, one without a score counted as wrong (balanced): accuracy ${interval(allClips.accuracy)}, sensitivity ${interval(allClips.sensitivity)}, specificity ${interval(allClips.specificity)}.</p>
<h2>Curves</h2><div class="plots">${rocPlot(clip)}${precisionRecallPlot(clip)}${calibrationPlot(clip)}${sweepPlot(clip)}${probabilityPlot(report)}${rocPlot(patient)}${rocPlot(frame)}${precisionRecallPlot(frame)}${calibrationPlot(frame)}</div>${key}
<h2>Worst cases</h2>${worst(cases)}
<h2>Threshold sweep, clips</h2>${sweepTable(clip)}
${report.subgroups.map(subgroups).join('')}
<h2>All clips</h2>${clipsTable(report)}
<h2>How the figures were made</h2>${levels.map(({ level, definition }) => `<p><b>${level}</b>: ${escaped(definition)}</p>`).join('')}
<p>A case is called positive from the threshold on; the thresholds come with the bundle. Intervals: percentile bootstrap over patients, ${bootstrap.draws} draws, seed ${bootstrap.seed}; draws of one class only are left out where a figure needs both.
AUC: Mann-Whitney, ties count half. Average precision without interpolation. ECE: ten bins of equal width, |mean probability − share of positives| weighted by cases. Brier: mean squared difference.</p>
</main></body></html>
`;
}
