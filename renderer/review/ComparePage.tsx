/** Two clips side by side in step: one transport, each with its own overlay. */
import SwapHoriz from '@mui/icons-material/SwapHoriz';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useContext, useEffect, useState } from 'react';
import { useRequest } from '../api.ts';
import type { ClipDetail, ClipId, ClipRow } from '../../preload/domain.ts';
import { findingLabel } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { probability as probabilityWords } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { CineView } from './CineView.tsx';
import { IconAction } from './IconAction.tsx';
import { ImageTools } from './ImageTools.tsx';
import type { StepMode } from './in-step.ts';
import { OverlayChoice } from './OverlayChoice.tsx';
import { OverlayLegend } from './OverlayLegend.tsx';
import { createReviewSettings, ReviewSettingsContext } from './overlay-settings.ts';
import type { ReviewSettingsStore } from './overlay-settings.ts';
import { ProbabilityStrip } from './ProbabilityStrip.tsx';
import { imageKeys, overlayKeys, transportKeys } from './review-keys.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { believed, guardTag } from './review-words.ts';
import { FrameReadout, Transport } from './Transport.tsx';
import { useBranches } from './use-branches.ts';
import { useClip } from './use-clip.ts';
import { useLook } from './use-look.ts';
import { useReviewSession } from './use-session.ts';
import { useSummary } from './use-summary.ts';
import { useUntouched } from './use-untouched.ts';

/** Page of two clips. */
export function ComparePage({ left, right }: { readonly left: ClipId; readonly right: ClipId }) {
  const first = useClip(left);
  const second = useClip(right);
  const shared = useContext(ReviewSettingsContext);
  // The left side goes on with what the reader set on the clip page; the right side starts the same and then goes its own way.
  const [stores] = useState<readonly [ReviewSettingsStore, ReviewSettingsStore]>(() => {
    const own = createReviewSettings();
    own.setState(shared.getState());
    return [shared, own];
  });
  const [mode, setMode] = useState<StepMode>('time');
  for (const asked of [first, second]) {
    if (asked.state === 'failed') return <><PageHeader title="Compare" /><Problem error={asked.error} onRetry={asked.reload} /></>;
  }
  if (first.value === null || second.value === null) return <><PageHeader title="Compare" /><Box role="status" sx={{ px: 4, color: 'text.secondary' }}>Opening both clips</Box></>;
  return <Pair key={mode} clips={[first.value, second.value]} stores={stores} mode={mode} onMode={setMode} />;
}

interface PairProps {
  readonly clips: readonly [ClipDetail, ClipDetail];
  readonly stores: readonly [ReviewSettingsStore, ReviewSettingsStore];
  readonly mode: StepMode;
  readonly onMode: (mode: StepMode) => void;
}

function Pair(props: PairProps) {
  const { clips, stores, mode } = props;
  const session = useReviewSession(clips.map((clip, i) => ({ id: clip.id, media: clip.media, settings: stores[i] ?? stores[0] })), mode);
  const [left, right] = session.parts;
  if (left === undefined || right === undefined) return null;
  return <PairInStep {...props} session={session} parts={[left, right]} />;
}

interface InStepProps extends PairProps {
  readonly session: ReviewSession;
  readonly parts: readonly [ReviewPart, ReviewPart];
}

function PairInStep({ clips, stores, mode, onMode, session, parts }: InStepProps) {
  const { open } = useNavigation();
  const branches = useBranches(clips[0].analysis ?? clips[1].analysis);
  const untouched = useUntouched(session.player, stores);
  const swap = (): void => open({ page: 'compare', left: clips[1].id, right: clips[0].id });
  useShortcuts('compare', [
    ...transportKeys(session.player, session.timeline.starts.length - 1, untouched.onSpace),
    ...overlayKeys(stores, branches, untouched.onH),
    ...imageKeys(parts),
    { keys: 'T', label: 'In step by time or by frame', group: 'Compare', once: true, run: () => onMode(mode === 'time' ? 'frame' : 'time') },
    { keys: 'C', label: 'Back to the left clip alone', group: 'Compare', once: true, run: () => open({ page: 'clip', clipId: clips[0].id }) },
  ]);
  return (
    <>
      <PageHeader
        title="Compare"
        facts={<StepChoice mode={mode} onMode={onMode} />}
        actions={
          <>
            <ImageTools parts={parts} />
            <IconAction label="Swap sides" icon={<SwapHoriz />} onClick={swap} />
            <Button color="inherit" aria-keyshortcuts="C" onClick={() => open({ page: 'clip', clipId: clips[0].id })}>Left clip alone</Button>
          </>
        }
      />
      <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: '1px', bgcolor: 'divider', borderTop: 1, borderColor: 'divider' }}>
        {parts.map((part, side) => {
          const clip = clips[side === 0 ? 0 : 1];
          const choose = (id: ClipId): void => open(side === 0 ? { page: 'compare', left: id, right: clips[1].id } : { page: 'compare', left: clips[0].id, right: id });
          return <Half key={side === 0 ? 'left' : 'right'} name={side === 0 ? 'Left' : 'Right'} clip={clip} session={session} part={part} onChoose={choose} />;
        })}
      </Box>
      <Box sx={{ borderTop: 1, borderColor: 'divider' }}><Transport session={session} onSuspicious={null} /></Box>
    </>
  );
}

function StepChoice({ mode, onMode }: { readonly mode: StepMode; readonly onMode: (mode: StepMode) => void }) {
  const choose = (value: unknown): void => {
    if (value === 'time' || value === 'frame') onMode(value);
  };
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'text.secondary' }}>
      In step by
      <ToggleButtonGroup exclusive size="small" value={mode} aria-label="In step by" onChange={(_, value: unknown) => choose(value)}>
        <ToggleButton value="time" sx={{ py: 0.5, textTransform: 'none' }}>time</ToggleButton>
        <ToggleButton value="frame" sx={{ py: 0.5, textTransform: 'none' }}>frame</ToggleButton>
      </ToggleButtonGroup>
    </Box>
  );
}

function clipLabel(row: Pick<ClipRow, 'zone' | 'name'>): string {
  return row.zone === null ? row.name : `${row.zone} · ${row.name}`;
}

interface HalfProps {
  readonly name: 'Left' | 'Right';
  readonly clip: ClipDetail;
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly onChoose: (clipId: ClipId) => void;
}

function Half({ name, clip, session, part, onChoose }: HalfProps) {
  const exam = useRequest('exams.get', { examId: clip.examId });
  const branches = useBranches(clip.analysis);
  const analysis = believed(clip.analysis);
  const verdict = clip.analysis?.verdict ?? null;
  useLook(session, part, analysis);
  useEffect(() => part.screen.overlays.setAnalysis(analysis), [part, analysis]);
  useSummary(part, analysis);
  const rows: readonly Pick<ClipRow, 'id' | 'zone' | 'name'>[] = exam.value?.clipRows ?? [clip];
  return (
    <Box component="section" aria-label={`${name}: ${clipLabel(clip)}`} sx={{ display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr) auto', minWidth: 0, minHeight: 0, bgcolor: 'surface.page' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, p: 2, minWidth: 0 }}>
        <TextField select value={clip.id} onChange={(event) => onChoose(event.target.value)} sx={{ flex: '1 1 160px', minWidth: 0 }} slotProps={{ select: { inputProps: { 'aria-label': `${name} clip` } } }}>
          {rows.map((row) => <MenuItem key={row.id} value={row.id}>{clipLabel(row)}</MenuItem>)}
        </TextField>
        <Box sx={{ flex: '0 1 190px', minWidth: 0 }}><OverlayChoice store={part.settings} branches={branches} lime={false} label={`${name} overlay`} /></Box>
        <FindingMark finding={verdict ?? 'not-analysed'} probability={analysis?.probability ?? null} label="" />
        <Box component="span" sx={{ whiteSpace: 'nowrap' }}>{verdict === null ? 'Not analysed' : `${findingLabel(verdict)} ${probabilityWords(analysis?.probability ?? null)}`}</Box>
      </Box>
      <CineView session={session} part={part} label={`${name} clip ${clip.name}`} warning={guardTag(clip.analysis)}><OverlayLegend session={session} part={part} /></CineView>
      <Box sx={{ px: 2, pt: 1 }}>
        <ProbabilityStrip session={session} part={part} analysis={analysis} height={52} />
        <Box sx={{ py: 1 }}><FrameReadout session={session} part={part} /></Box>
      </Box>
    </Box>
  );
}
