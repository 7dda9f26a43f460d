import type { ClipVerdict, ZoneFinding, ZoneId, ZoneSummary } from '../../preload/domain.ts';

/**
 * A zone by the verdicts of its clips (null where a clip has none): one IS clip makes it positive; otherwise an uncertain clip keeps it uncertain.
 * Rejected clips are left aside where there are others.
 */
export function zoneFindingOf(all: readonly (ClipVerdict | null)[]): ZoneFinding {
  if (all.length === 0) return 'not-examined';
  const verdicts = all.filter((verdict) => verdict !== 'rejected');
  if (verdicts.length === 0) return 'rejected';
  if (verdicts.includes('IS')) return 'IS';
  if (verdicts.includes(null)) return 'not-analysed';
  return verdicts.includes('indeterminate') ? 'indeterminate' : 'healthy';
}

/** Zone summaries by AI alone; clips without a zone are left aside. */
export function zonesByModel(clips: readonly { readonly zone: ZoneId | null; readonly verdict: ClipVerdict | null }[]): ZoneSummary[] {
  const byZone = Map.groupBy(clips, (clip) => clip.zone);
  return [...byZone].flatMap(([zone, own]) => (zone === null ? [] : [{ zone, clips: own.length, ai: zoneFindingOf(own.map((clip) => clip.verdict)), read: null }]));
}
