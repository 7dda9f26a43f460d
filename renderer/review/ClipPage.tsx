/** One clip: its frames, its probabilities, why the model says so, and what the reader says. */
import Box from '@mui/material/Box';
import { useEffect } from 'react';
import { useEvent, useRequest } from '../api.ts';
import type { ClipDetail, ClipId, ExamDetail } from '../../preload/domain.ts';
import { clipsByZone, clipsInOrder } from '../exam/exam-clips.ts';
import { FindingsSection } from '../labelling/FindingsSection.tsx';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { CineView } from './CineView.tsx';
import { ClipHeader } from './ClipHeader.tsx';
import { ClipRail } from './ClipRail.tsx';
import { ClipSection } from './ClipSection.tsx';
import { DecisionSection, useDeciding } from './DecisionSection.tsx';
import { HistorySection } from './HistorySection.tsx';
import { OtherResults } from './OtherResults.tsx';
import { ImageSection } from './ImageSection.tsx';
import { OverlayLegend } from './OverlayLegend.tsx';
import { OverlaySection } from './OverlaySection.tsx';
import { useReviewSettings } from './overlay-settings.ts';
import { ProbabilityStrip } from './ProbabilityStrip.tsx';
import { believed, guardTag } from './review-words.ts';
import { SummaryPicture } from './SummaryPicture.tsx';
import { FrameReadout, Transport } from './Transport.tsx';
import { useBranches } from './use-branches.ts';
import { useClip } from './use-clip.ts';
import { useClipKeys, useSuspicious } from './use-clip-keys.ts';
import type { ClipPlace } from './use-clip-keys.ts';
import { useLook } from './use-look.ts';
import { useReviewSession } from './use-session.ts';
import { useSummary } from './use-summary.ts';
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

/** The image; beside it a second one where LIME stands next to Grad-CAM. */
function Images({ clip, session, part }: Pick<ClipPlace, 'clip' | 'session' | 'part'>) {
  const { settings: { overlay } } = useReviewSettings();
  const both = overlay.shown && overlay.beside;
  return (
    <Box sx={{ gridArea: 'image', display: 'grid', gridTemplateColumns: both ? 'minmax(0, 1fr) minmax(0, 1fr)' : 'minmax(0, 1fr)', columnGap: '1px', minHeight: 0, bgcolor: 'divider' }}>
      <CineView session={session} part={part} label={`Clip ${clip.name}, zone ${clip.zone ?? 'unknown'}`} warning={guardTag(clip.analysis)}>
        <OverlayLegend session={session} part={part} />
      </CineView>
      {both && (
        <CineView session={session} part={part} pane="beside" label={`LIME of the same frame, clip ${clip.name}`}>
          <OverlayLegend session={session} part={part} pane="beside" />
        </CineView>
      )}
    </Box>
  );
}

function Workplace(props: ClipPlace) {
  const { clip, exam, session, part, deciding } = props;
  const { settings } = useReviewSettings();
  const branches = useBranches(clip.analysis);
  const analysis = believed(clip.analysis);
  const onSuspicious = useSuspicious(analysis, part);
  useClipKeys(props, branches, onSuspicious);
  useLook(session, part, clip.analysis);
  useEffect(() => part.screen.overlays.setAnalysis(analysis), [part, analysis]);
  const summary = useSummary(part, analysis);
  const clips = exam?.clipRows ?? [];
  return (
    <>
      <ClipHeader clip={clip} exam={exam} part={part} />
      <Box
        sx={{
          flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: `88px minmax(0, 1fr) ${settings.panelOpen ? '260px' : '0'}`,
          gridTemplateRows: 'minmax(0, 1fr) auto', gridTemplateAreas: '"rail image panel" "summary foot panel"', borderTop: 1, borderColor: 'divider',
        }}
      >
        <ClipRail clips={clips} clipId={clip.id} />
        <Images clip={clip} session={session} part={part} />
        <SummaryPicture clip={clip} part={part} summary={summary} />
        <Box sx={{ gridArea: 'foot', borderTop: 1, borderColor: 'divider', pt: 1, minWidth: 0 }}>
          <Box sx={{ px: 2 }}><ProbabilityStrip session={session} part={part} analysis={analysis} /></Box>
          <Transport session={session} onSuspicious={onSuspicious}><FrameReadout session={session} part={part} /></Transport>
        </Box>
        {settings.panelOpen && (
          <Box component="aside" aria-label="Result and decision" sx={{ gridArea: 'panel', overflowY: 'auto', minHeight: 0, bgcolor: 'surface.panel', borderLeft: 1, borderColor: 'divider' }}>
            <VerdictSection clip={clip} />
            <DecisionSection clip={clip} deciding={deciding} />
            <FindingsSection clip={clip} />
            <OverlaySection session={session} part={part} branches={branches} />
            <ImageSection part={part} />
            <HistorySection decisions={clip.decisions} />
            <OtherResults clipId={clip.id} analysis={clip.analysis} />
            <ClipSection clip={clip} />
          </Box>
        )}
      </Box>
    </>
  );
}
