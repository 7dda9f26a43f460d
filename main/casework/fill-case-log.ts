/** A case log as a busy department has it after years, for measuring and tests: exams with clips, AI results and decisions, without any media. */
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipMedia, ProtocolId, Verdict } from '../../preload/domain.ts';
import { zonesOf } from '../analysis/zones.ts';
import { facetsOf } from './summaries.ts';
import type { ClipFinding } from '../../db/clip-findings.ts';

const media: ClipMedia = {
  sha256: '', sizeBytes: 0, width: 350, height: 350, frames: 100, durationMs: 4_000, frameTimesMs: [0], colour: false, simulated: false, damaged: false,
  warnings: [], sector: { kind: 'rect', box: { x: 0, y: 0, width: 350, height: 350 } }, gain: 200, thumbnails: 8,
};
const protocols: readonly ProtocolId[] = ['blue6', 'zones8', 'zones12'];
const verdicts: readonly (Verdict | null)[] = ['IS', 'healthy', 'healthy', 'indeterminate', null];
/** Exams of five years before this moment. */
const newest = Date.UTC(2026, 10, 23);
const spanMs = 5 * 365 * 86_400_000;

/** Linear congruential generator, 0 (inclusive) .. `below` (exclusive). */
function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function fillExam(log: CaseLog, number: number, random: (below: number) => number): void {
  const id = `exam${number}`;
  const protocol = protocols[random(3)] ?? 'blue6';
  const pseudonym = `P-${random(1 << 20).toString(16).toUpperCase().padStart(5, '0')}`;
  const examinedAt = new Date(newest - random(spanMs)).toISOString();
  log.exams.insert({ id, pseudonym, examinedAt, protocol, createdAt: examinedAt });
  const clips = zonesOf(protocol).slice(0, 4 + random(9)).map(({ id: zone }, index): ClipFinding => {
    const clipId = `clip${number}-${index}`;
    const sizeBytes = 200_000 + random(1_000_000);
    const name = `clip_0${index}.mp4`;
    const sha256 = `${number}-${index}`;
    const verdict = verdicts[random(5)] ?? null;
    const decided = random(4) === 0;
    log.clips.insert({ id: clipId, examId: id, name, zone, importedAt: examinedAt, media: { ...media, sha256, sizeBytes } });
    const decision = decided ? (verdict ?? 'not-readable') : null;
    if (decided) log.decisions.append({ id: `d${clipId}`, clipId, analysisId: null, answer: 'agree', verdict: decision, comment: '', reader: 'R', readerId: null, decidedAt: examinedAt, shown: null });
    if (verdict !== null) fillAnalysis(log, clipId, verdict, examinedAt);
    return { clipId, examId: id, name, zone, sizeBytes, simulated: false, verdict, decided, decision };
  });
  log.exams.setFacets(id, facetsOf({ protocol, pseudonym }, clips));
}

function fillAnalysis(log: CaseLog, clipId: string, verdict: Verdict, startedAt: string): void {
  const id = `a${clipId}`;
  const operatingPoints = { screening: 0.3, balanced: 0.5, indeterminate: { low: 0.4, high: 0.6 } };
  const model = { id: 'filled', version: '1', sha256: '0'.repeat(64) };
  log.analyses.insert({ id, clipId, model, preprocessing: 1, provider: 'cpu', frames: 100, operatingPoints, maps: [], guardOverridden: false, startedAt });
  log.analyses.append(id, { scores: [], probability: verdict === 'IS' ? 0.9 : 0.1, verdict, rejection: null, maxima: new Float32Array(0) });
  log.analyses.setState(id, 'done', startedAt, null);
}

/** Adds `exams` made-up exams, the same for the same seed. */
export function fillCaseLog(log: CaseLog, exams: number, seed: number): void {
  const random = randomIntegers(seed);
  const batch = 5_000;
  for (let from = 0; from < exams; from += batch) {
    log.together(() => {
      for (let number = from; number < Math.min(exams, from + batch); number += 1) fillExam(log, number, random);
    });
  }
}
