/** The clip page's keys. */
import { useMemo } from 'react';
import type { ClipAnalysis, ClipDetail, ClipId, ExamDetail } from '../../preload/domain.ts';
import { useNavigation } from '../navigation.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useNotices } from '../state/app-state.ts';
import { neighbour } from './ClipRail.tsx';
import type { Deciding } from './DecisionSection.tsx';
import { useReviewSettings } from './overlay-settings.ts';
import { imageKeys, limeKeys, overlayKeys, transportKeys } from './review-keys.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { nextSuspicious, suspiciousRuns } from './suspicious.ts';
import { useReportDoor } from './use-report-keys.ts';
import { useAnalyseAnyway } from './use-analyse.ts';
import { useSessionValue } from './use-session.ts';
import { useUntouched } from './use-untouched.ts';
import { useZoneKeys } from './use-zone-keys.ts';

/** The clip page's parts that keys act on. */
export interface ClipPlace {
  readonly clip: ClipDetail;
  readonly exam: ExamDetail | null;
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly deciding: Deciding;
}

/** Jumps between suspicious runs; null while nothing is scored. */
export function useSuspicious(analysis: ClipAnalysis | null, part: ReviewPart): ((direction: 1 | -1) => void) | null {
  const announce = useNotices((state) => state.announce);
  const runs = useMemo(() => (analysis === null ? [] : suspiciousRuns(analysis.frameProbabilities, analysis.operatingPoints.balanced)), [analysis]);
  if (analysis === null || analysis.scored === 0) return null;
  return (direction) => {
    const frame = nextSuspicious(runs, part.wanted(), direction);
    if (frame === null) announce(direction === 1 ? 'No suspicious frame after this one.' : 'No suspicious frame before this one.');
    else part.seek(frame);
  };
}

/** The next clip of the exam, else the one before; null where it is the only one. */
export function compareWith(exam: ExamDetail | null, clipId: ClipId): ClipId | null {
  const rows = exam?.clipRows ?? [];
  return (neighbour(rows, clipId, 1) ?? neighbour(rows, clipId, -1))?.id ?? null;
}

export function useClipKeys({ clip, exam, session, part, deciding }: ClipPlace, branches: readonly string[], onSuspicious: ((direction: 1 | -1) => void) | null): void {
  const { open } = useNavigation();
  const { store } = useReviewSettings();
  const untouched = useUntouched(session.player, [store]);
  const working = useSessionValue(session, () => part.screen.overlays.limeState(part.wanted()) === 'working');
  const analyseAnyway = useAnalyseAnyway(clip);
  const go = (direction: 1 | -1) => () => {
    const next = neighbour(exam?.clipRows ?? [], clip.id, direction);
    if (next !== null) open({ page: 'clip', clipId: next.id });
  };
  const other = compareWith(exam, clip.id);
  const reportDoor = useReportDoor(clip, part);
  const zoneKeys = useZoneKeys(clip, exam?.protocol ?? null);
  useShortcuts('clip', [
    ...transportKeys(session.player, clip.media.frames - 1, untouched.onSpace),
    { keys: '[', label: 'Previous suspicious frame', group: 'Playback', run: () => onSuspicious?.(-1) },
    { keys: ']', label: 'Next suspicious frame', group: 'Playback', run: () => onSuspicious?.(1) },
    { keys: 'ArrowUp', label: 'Previous clip', group: 'Clip', run: go(-1) },
    { keys: 'ArrowDown', label: 'Next clip', group: 'Clip', run: go(1) },
    { keys: 'A', label: 'Agree with the AI', group: 'Decision', once: true, run: deciding.agree },
    { keys: 'D', label: 'Disagree: choose what it is', group: 'Decision', once: true, run: deciding.disagree },
    { keys: 'U', label: 'Unsure', group: 'Decision', once: true, run: deciding.unsure },
    ...overlayKeys([store], branches, untouched.onH),
    ...limeKeys(part, working),
    ...imageKeys([part]),
    { keys: '\\', label: 'Panel on or off', group: 'Clip', once: true, run: () => store.setState(({ panelOpen }) => ({ panelOpen: !panelOpen })) },
    ...(analyseAnyway === null ? [] : [{ keys: 'Shift+A', label: 'Analyse anyway', group: 'Clip', once: true, run: analyseAnyway }]),
    ...zoneKeys,
    ...reportDoor.keys,
    ...(other === null ? [] : [{ keys: 'C', label: 'Compare with another clip', group: 'Clip', once: true, run: () => open({ page: 'compare', left: clip.id, right: other }) }]),
  ]);
}
