/** Exams, clips and Grad-CAM as the page shows them. */
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipRecord } from '../../db/clips.ts';
import type { AnalysisId, CamMap, ClipAnalysis, ClipDetail, ClipId, ClipRow, ExamDetail, ExamId, GradCam } from '../../preload/domain.ts';
import { examRow } from './summaries.ts';

function clipRow(log: CaseLog, clip: ClipRecord, analysis: AnalysisRecord | null): ClipRow {
  const { id, examId, name, zone, frames, durationMs, width, height, damaged, simulated, thumbnails } = clip;
  return {
    id, examId, name, zone, frames, durationMs, width, height, damaged, simulated, thumbnails,
    probability: analysis?.probability ?? null,
    verdict: analysis?.verdict ?? null,
    rejection: analysis?.rejection ?? null,
    guardOverridden: analysis?.guardOverridden ?? false,
    analysisState: analysis?.state ?? null,
    scored: analysis?.scored ?? 0,
    decision: log.decisions.latest(id),
  };
}

/** An analysis with the probability of every scored frame. */
export function analysisDetail(log: CaseLog, record: AnalysisRecord): ClipAnalysis {
  const { id, clipId, model, preprocessing, provider, state, scored, frames, probability, verdict, rejection, guardOverridden, operatingPoints, startedAt, finishedAt, error } = record;
  const frameProbabilities: (number | null)[] = Array.from({ length: frames }, () => null);
  for (const score of log.analyses.probabilities(id)) frameProbabilities[score.frame] = score.probability;
  const guard = { rejection, guardOverridden };
  return { id, clipId, model, preprocessing, provider, state, scored, frames, probability, verdict, ...guard, operatingPoints, frameProbabilities, startedAt, finishedAt, error };
}

export function examDetail(log: CaseLog, examId: ExamId): ExamDetail | null {
  const exam = log.exams.get(examId);
  if (exam === null) return null;
  const clipRows = log.clips.ofExam(examId).map((clip) => clipRow(log, clip, log.analyses.latest(clip.id)));
  return { ...examRow(log, exam), notes: exam.notes, createdAt: exam.createdAt, clipRows, ...(log.origins.study(examId) === null ? {} : { source: 'DICOM' as const }) };
}

export function clipDetail(log: CaseLog, clipId: ClipId): ClipDetail | null {
  const clip = log.clips.get(clipId);
  const media = clip === null ? null : log.clips.media(clip.sha256);
  if (clip === null || media === null) return null;
  const latest = log.analyses.latest(clipId);
  const analysis = latest === null ? null : analysisDetail(log, latest);
  return { ...clipRow(log, clip, latest), media, importedAt: clip.importedAt, analysis, decisions: log.decisions.ofClip(clipId) };
}

/** Grad-CAM of a scored frame from its stored evidence; null where the frame is not scored. */
export function gradCam(log: CaseLog, analysisId: AnalysisId, frame: number): GradCam | null {
  const analysis = log.analyses.get(analysisId);
  const stored = analysis === null ? null : log.analyses.evidence(analysisId, frame);
  if (analysis === null || stored === null) return null;
  let offset = 0;
  const cut = analysis.maps.map(({ name, width, height }, index): CamMap & { readonly name: string } => {
    const values = stored.evidence.slice(offset, offset + width * height);
    offset += width * height;
    return { name, width, height, values, clipMaximum: analysis.maxima[index] ?? 0 };
  });
  const [first, ...branches] = cut;
  if (first === undefined || offset !== stored.evidence.length) return null;
  const { name: _name, ...fused } = first;
  return { frame, probability: stored.probability, fused, branches };
}
