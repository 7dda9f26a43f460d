/** One clip: its frames, its probabilities, why the model says so, and what the reader says. */
import CompareArrows from '@mui/icons-material/CompareArrows';
import ViewSidebar from '@mui/icons-material/ViewSidebar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useEffect, useMemo } from 'react';
import { useEvent, useRequest } from '../api.ts';
import type { ClipDetail, ClipId, ExamDetail } from '../../preload/domain.ts';
import { clipsByZone, clipsInOrder } from '../exam/exam-clips.ts';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useNotices } from '../state/app-state.ts';
import { CineView } from './CineView.tsx';
import { ClipRail, neighbour } from './ClipRail.tsx';
import { ClipSection } from './ClipSection.tsx';
import { DecisionSection, useDeciding } from './DecisionSection.tsx';
import type { Deciding } from './DecisionSection.tsx';
import { HeatLegend } from './HeatLegend.tsx';
import { HistorySection } from './HistorySection.tsx';
import { IconAction } from './IconAction.tsx';
import { ImageSection } from './ImageSection.tsx';
import { ImageTools } from './ImageTools.tsx';
import { OverlaySection } from './OverlaySection.tsx';
import { useReviewSettings } from './overlay-settings.ts';
import { ProbabilityStrip } from './ProbabilityStrip.tsx';
import { imageKeys, overlayKeys, transportKeys } from './review-keys.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { nextSuspicious, suspiciousRuns } from './suspicious.ts';
import { FrameReadout, Transport } from './Transport.tsx';
import { useBranches } from './use-branches.ts';
import { useClip } from './use-clip.ts';
import { useLook } from './use-look.ts';
import { useReviewSession } from './use-session.ts';
import { useUntouched } from './use-untouched.ts';
import { useZoneKeys } from './use-zone-keys.ts';
import { VerdictSection } from './VerdictSection.tsx';

/** Page of one clip. */
export function ClipPage({ clipId }: { readonly clipId: ClipId }) {
  const asked = useClip(clipId);
  const exam = useRequest('exams.get', asked.value === null ? null : { examId: asked.value.examId });
  useEvent('exam.changed', ({ examId }) => {
    if (examId === asked.value?.examId) exam.reload();
  });
  useEvent('clip.changed', ({ examId }) => {
    if (examId === asked.value?.examId) exam.reload();
  });
  if (asked.state === 'failed') {
    return (
      <>
        <PageHeader title="Clip" />
        <Problem error={asked.error} onRetry={asked.reload} />
      </>
    );
  }
  if (asked.state === 'loading') return <><PageHeader title="Clip" /><Box role="status" sx={{ px: 4, color: 'text.secondary' }}>Opening the clip</Box></>;
  return <LoadedClip clip={asked.value} exam={exam.value === null ? null : inPageOrder(exam.value)} onDecided={asked.reload} />;
}

/** Clips in the order of the exam's page, by zone: main lists them as their imports ended. */
function inPageOrder(exam: ExamDetail): ExamDetail {
  return { ...exam, clipRows: clipsInOrder(clipsByZone(exam.protocol, exam.clipRows)) };
}

interface LoadedProps {
  readonly clip: ClipDetail;
  readonly exam: ExamDetail | null;
  readonly onDecided: () => void;
}

function LoadedClip({ clip, exam, onDecided }: LoadedProps) {
  const { store } = useReviewSettings();
  const session = useReviewSession([{ id: clip.id, media: clip.media, settings: store }], 'frame');
  const deciding = useDeciding(clip, onDecided);
  const [part] = session.parts;
  if (part === undefined) return null;
  return <Workplace clip={clip} exam={exam} session={session} part={part} deciding={deciding} />;
}

interface WorkplaceProps {
  readonly clip: ClipDetail;
  readonly exam: ExamDetail | null;
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly deciding: Deciding;
}

/** Jumps between suspicious runs; null while nothing is scored. */
function useSuspicious(clip: ClipDetail, part: ReviewPart): ((direction: 1 | -1) => void) | null {
  const announce = useNotices((state) => state.announce);
  const { analysis } = clip;
  const runs = useMemo(() => (analysis === null ? [] : suspiciousRuns(analysis.frameProbabilities, analysis.operatingPoints.balanced)), [analysis]);
  if (analysis === null || analysis.scored === 0) return null;
  return (direction) => {
    const frame = nextSuspicious(runs, part.wanted(), direction);
    if (frame === null) announce(direction === 1 ? 'No suspicious frame after this one.' : 'No suspicious frame before this one.');
    else part.seek(frame);
  };
}

function useClipKeys({ clip, exam, session, part, deciding }: WorkplaceProps, branches: readonly string[], onSuspicious: ((direction: 1 | -1) => void) | null): void {
  const { open } = useNavigation();
  const { store } = useReviewSettings();
  const untouched = useUntouched(session.player, [store]);
  const go = (direction: 1 | -1) => () => {
    const next = neighbour(exam?.clipRows ?? [], clip.id, direction);
    if (next !== null) open({ page: 'clip', clipId: next.id });
  };
  const other = compareWith(exam, clip.id);
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
    ...imageKeys([part]),
    { keys: '\\', label: 'Panel on or off', group: 'Clip', once: true, run: () => store.setState(({ panelOpen }) => ({ panelOpen: !panelOpen })) },
    ...zoneKeys,
    ...(other === null ? [] : [{ keys: 'C', label: 'Compare with another clip', group: 'Clip', once: true, run: () => open({ page: 'compare', left: clip.id, right: other }) }]),
  ]);
}

/** The next clip of the exam, else the one before; null where it is the only one. */
function compareWith(exam: ExamDetail | null, clipId: ClipId): ClipId | null {
  const rows = exam?.clipRows ?? [];
  return (neighbour(rows, clipId, 1) ?? neighbour(rows, clipId, -1))?.id ?? null;
}

function ClipHeader({ clip, exam, part }: Pick<WorkplaceProps, 'clip' | 'exam' | 'part'>) {
  const { open } = useNavigation();
  const { store, settings } = useReviewSettings();
  const other = compareWith(exam, clip.id);
  const route = { page: 'exam', examId: clip.examId } as const;
  return (
    <PageHeader
      title={clip.zone ?? 'Zone unknown'}
      facts={
        <Box sx={{ display: 'flex', gap: 2, minWidth: 0, color: 'text.secondary', alignItems: 'center' }}>
          <Link href={formatRoute(route)} color="inherit" onClick={(event) => { event.preventDefault(); open(route); }}>{exam?.pseudonym ?? 'Exam'}</Link>
          <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 }}>{clip.name}</Box>
        </Box>
      }
      actions={
        <>
          <ImageTools parts={[part]} />
          {other !== null && (
            <Button color="inherit" startIcon={<CompareArrows />} aria-keyshortcuts="C" onClick={() => open({ page: 'compare', left: clip.id, right: other })}>Compare</Button>
          )}
          <IconAction
            label={settings.panelOpen ? 'Hide the panel' : 'Show the panel'}
            keys="\"
            pressed={settings.panelOpen}
            icon={<ViewSidebar />}
            onClick={() => store.setState({ panelOpen: !settings.panelOpen })}
          />
        </>
      }
    />
  );
}

function Workplace(props: WorkplaceProps) {
  const { clip, exam, session, part, deciding } = props;
  const { store, settings } = useReviewSettings();
  const branches = useBranches(clip.analysis);
  const onSuspicious = useSuspicious(clip, part);
  useClipKeys(props, branches, onSuspicious);
  useLook(session, part, clip.analysis);
  useEffect(() => part.screen.setAnalysis(clip.analysis), [part, clip.analysis]);
  const clips = exam?.clipRows ?? [];
  return (
    <>
      <ClipHeader clip={clip} exam={exam} part={part} />
      <Box
        sx={{
          flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: `88px minmax(0, 1fr) ${settings.panelOpen ? '260px' : '0'}`,
          gridTemplateRows: 'minmax(0, 1fr) auto', gridTemplateAreas: '"rail image panel" "foot foot panel"', borderTop: 1, borderColor: 'divider',
        }}
      >
        <ClipRail clips={clips} clipId={clip.id} />
        <Box sx={{ gridArea: 'image', display: 'grid', minHeight: 0 }}>
          <CineView session={session} part={part} label={`Clip ${clip.name}, zone ${clip.zone ?? 'unknown'}`}>
            <HeatLegend session={session} part={part} />
          </CineView>
        </Box>
        <Box sx={{ gridArea: 'foot', borderTop: 1, borderColor: 'divider', pt: 1, minWidth: 0 }}>
          <Box sx={{ px: 2 }}><ProbabilityStrip session={session} part={part} analysis={clip.analysis} /></Box>
          <Transport session={session} onSuspicious={onSuspicious}><FrameReadout session={session} part={part} /></Transport>
        </Box>
        {settings.panelOpen && (
          <Box component="aside" aria-label="Result and decision" sx={{ gridArea: 'panel', overflowY: 'auto', minHeight: 0, bgcolor: 'surface.panel', borderLeft: 1, borderColor: 'divider' }}>
            <VerdictSection clip={clip} />
            <DecisionSection clip={clip} deciding={deciding} />
            <OverlaySection store={store} branches={branches} />
            <ImageSection part={part} />
            <HistorySection decisions={clip.decisions} />
            <ClipSection clip={clip} />
          </Box>
        )}
      </Box>
    </>
  );
}
