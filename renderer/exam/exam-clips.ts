/** Clips of an exam by zone, and what can be done with them. Pure. */
import type { ClipDetail, ClipId, ClipRow, ProtocolId, ZoneFinding, ZoneId } from '../../preload/domain.ts';
import type { AnalysisProgress } from '../../preload/contract.ts';
import { zonesOf } from '../cases/zones.ts';
import type { MapZone } from '../cases/zones.ts';
import { findingLabel, findingWords, rejectionLabel } from '../findings/finding.ts';

export interface ZoneClips {
  readonly zone: MapZone;
  readonly clips: readonly ClipRow[];
}

export interface ClipsByZone {
  readonly zones: readonly ZoneClips[];
  /** Without a zone, or with one that the protocol does not have. */
  readonly unassigned: readonly ClipRow[];
}

/** The protocol's zones in order with their clips, and the rest. */
export function clipsByZone(protocol: ProtocolId, clips: readonly ClipRow[]): ClipsByZone {
  const zones = zonesOf(protocol).map((zone) => ({ zone, clips: clips.filter((clip) => clip.zone === zone.id) }));
  const known = new Set<ZoneId>(zones.map(({ zone }) => zone.id));
  return { zones, unassigned: clips.filter(({ zone }) => zone === null || !known.has(zone)) };
}

/** Clips in the order of the page, for moving among them. */
export function clipsInOrder({ zones, unassigned }: ClipsByZone): readonly ClipRow[] {
  return [...unassigned, ...zones.flatMap(({ clips }) => clips)];
}

/** The clip that lies `step` places on from the selected one; the first where none is selected. */
export function neighbour(clips: readonly ClipRow[], selected: ClipId | null, step: number): ClipRow | null {
  const at = clips.findIndex(({ id }) => id === selected);
  if (at < 0) return clips[0] ?? null;
  return clips[Math.min(clips.length - 1, Math.max(0, at + step))] ?? null;
}

/** Clips that "Analyse N clips" takes: never analysed, interrupted, stopped or failed. */
export function clipsToAnalyse(clips: readonly ClipRow[]): readonly ClipRow[] {
  return clips.filter(({ analysisState }) => analysisState !== 'done' && analysisState !== 'running');
}

/** Clips that the guard rejected: analysed only by a person's wish. */
export function rejectedClips(clips: readonly ClipRow[]): readonly ClipRow[] {
  return clips.filter(({ verdict }) => verdict === 'rejected');
}

/** The verdict beside its mark: "Healthy", "Not lung ultrasound", "No verdict". */
export function verdictLabel({ verdict, rejection }: Pick<ClipRow, 'verdict' | 'rejection'>): string {
  if (verdict === null) return 'No verdict';
  return verdict === 'rejected' && rejection !== null ? rejectionLabel(rejection.reason) : findingLabel(verdict);
}

/** What the clip is taken to be: the reader's answer where there is one, else AI's. */
export function clipFinding(clip: ClipRow): ZoneFinding {
  return clip.decision?.verdict ?? clip.verdict ?? 'not-analysed';
}

/** The clip with live progress of its analysis. */
export function withProgress(clip: ClipRow, progress: Pick<AnalysisProgress, 'clipId' | 'scored' | 'probability' | 'verdict' | 'rejection' | 'state'> | null): ClipRow {
  if (progress === null || progress.clipId !== clip.id) return clip;
  return { ...clip, scored: progress.scored, probability: progress.probability, verdict: progress.verdict, rejection: progress.rejection, analysisState: progress.state };
}

/** The row part of an answer about one clip. */
export function withClip(clips: readonly ClipRow[], changed: ClipDetail): readonly ClipRow[] {
  return clips.map((clip) => (clip.id === changed.id ? { ...clip, zone: changed.zone, decision: changed.decision } : clip));
}

/** The state of analysis in words: "12 of 80 frames", "stopped at 12 of 80 frames"; empty when done without a word of the guard. */
export function analysisWords(clip: ClipRow): string {
  if (clip.verdict === 'rejected') return 'rejected, not analysed further';
  if (clip.analysisState === 'done' && clip.rejection !== null) return `analysed despite: ${rejectionLabel(clip.rejection.reason).toLowerCase()}`;
  const share = `${clip.scored} of ${clip.frames} frames`;
  switch (clip.analysisState) {
    case null: return 'not analysed';
    case 'running': return clip.scored === 0 ? 'waiting' : share;
    case 'interrupted': return `interrupted at ${share}`;
    case 'cancelled': return `stopped at ${share}`;
    case 'failed': return 'analysis failed';
    case 'done': return clip.scored < clip.frames ? share : '';
  }
}

/** The reader's answer in words: "JD: disagrees, healthy"; null while unread. */
export function decisionWords(clip: ClipRow): string | null {
  if (clip.decision === null) return null;
  const { reader, answer, verdict } = clip.decision;
  const words = { agree: 'agrees', disagree: 'disagrees', unsure: 'unsure' }[answer];
  return `${reader}: ${words}${verdict === null ? '' : `, ${verdict === 'IS' ? verdict : findingWords(verdict)}`}`;
}
