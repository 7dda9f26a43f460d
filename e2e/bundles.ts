/** Model bundles for tests: copies of the tiny one under another version, as a folder or a zip. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EvaluationLevel, LevelFigures } from '../preload/evaluation.ts';
import { projectNode } from './electron-stand-in/launcher.ts';
import { root } from './launch.ts';

/** Holds the tiny bundle alone: quick enough to install and use many times in a test. */
export const tinyModels = path.join(root, 'main/inference/fixtures');

const interval = { value: 0.8, low: 0.7, high: 0.9 };
const threshold = {
  threshold: 0.5, truePositives: 4, falseNegatives: 1, trueNegatives: 4, falsePositives: 1, accuracy: interval, sensitivity: interval, specificity: interval, precision: interval, f1: null,
};

function level(name: EvaluationLevel): LevelFigures {
  return {
    level: name, definition: 'as labelled', cases: 10, positives: 5, patients: 10, auc: interval, averagePrecision: interval, brier: null, ece: interval, undefinedBecause: null,
    balanced: threshold, screening: threshold, selective: { low: 0.4, high: 0.6, called: 8, coverage: interval, accuracy: interval, sensitivity: interval, specificity: interval },
    roc: [[0, 0], [0.2, 0.8], [1, 1]].map(([falsePositiveRate = 0, sensitivity = 0]) => ({ threshold: null, falsePositiveRate, sensitivity })),
    precisionRecall: [{ threshold: 0.5, recall: 0.8, precision: 0.8 }, { threshold: 0, recall: 1, precision: 0.5 }],
    calibration: [{ from: 0.4, to: 0.5, cases: 10, meanScore: 0.45, positiveShare: 0.5 }], sweep: [],
  };
}

/** As much of a metrics.json as the page draws. */
const metrics = {
  format: 'pleura-metrics/1', splitLevel: 'patient', comparisons: [],
  tasks: [{ format: 'pleura-evaluation/1', id: 'task', title: 'B-lines, yes or no', statement: 'Made up for a test.', question: { positive: 'B-lines', negative: 'none' }, clip: level('clip'), frame: level('frame'), patient: level('patient') }],
};

/** A sound copy in the new folder `dir`, with figures to draw. */
export async function copyBundle(dir: string, version: string): Promise<void> {
  await cp(path.join(tinyModels, 'tiny'), dir, { recursive: true });
  const figures = JSON.stringify(metrics);
  await writeFile(path.join(dir, 'metrics.json'), figures);
  const manifest = JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8')) as { readonly files: object };
  const files = { ...manifest.files, 'metrics.json': { sha256: createHash('sha256').update(figures).digest('hex'), bytes: Buffer.byteLength(figures) } };
  await writeFile(path.join(dir, 'manifest.json'), JSON.stringify({ ...manifest, files, id: 'tiny-second', version, title: `Second tiny bundle ${version}`, createdAt: '2026-01-01T00:00:00Z' }));
}

export async function zipBundle(dir: string, zip: string): Promise<void> {
  await promisify(execFile)(projectNode(), ['main/casework/test-zip.ts', dir, zip], { cwd: root });
}
