/** Image, tracks and panel of the clip that is labelled now, and the keys that act on them. */
import Box from '@mui/material/Box';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigation } from '../navigation.ts';
import type { AppError } from '../../preload/domain.ts';
import type { LabelClip, QueueItem } from '../../preload/labelling.ts';
import { CineView } from '../review/CineView.tsx';
import { ProbabilityStrip } from '../review/ProbabilityStrip.tsx';
import type { ReviewSession } from '../review/review-session.ts';
import { believed } from '../review/review-words.ts';
import { FrameReadout, Transport } from '../review/Transport.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { useNotices } from '../state/app-state.ts';
import { addStroke } from './changes.ts';
import { EndOfQueue } from './EndOfQueue.tsx';
import { KeyHints } from './KeyHints.tsx';
import { labelKeys } from './label-keys.ts';
import { LabelPanel } from './LabelPanel.tsx';
import { said } from './label-session.ts';
import type { LabelSession } from './label-session.ts';
import { RangeTracks } from './RangeTracks.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import { StrokeLayer } from './StrokeLayer.tsx';
import { forNextClip, letGo, strokeOf, withOwnTrack } from './tools.ts';
import { TrackDialog } from './TrackDialog.tsx';
import { useKeyCounts } from './use-key-counts.ts';
import { useLabelState } from './use-open-session.ts';
import { createTools, useTools } from './use-tools.ts';

interface Shown {
  readonly clip: LabelClip;
  readonly review: ReviewSession;
}

/** What the image says of itself: nothing of the AI before the commit. */
function blindTag({ reveal, seenBefore }: LabelClip): string | null {
  if (reveal !== null) return null;
  return seenBefore ? 'Not blind: you have seen its AI result' : 'Blind';
}

/** Undo, redo, commit and the way through the queue, each with its word for who cannot see the screen. */
function useSessionActs(session: LabelSession) {
  const announce = useNotices((state) => state.announce);
  const showError = useNotices((state) => state.showError);
  const revealEach = useLabelState(session, (state) => state.plan.revealEach);
  const [problem, setProblem] = useState<string | null>(null);
  const failed = (item: QueueItem, error: AppError): void => showError({ ...error, message: `${item.zone ?? 'A clip'}: ${error.message}` });
  return {
    problem,
    clear: () => setProblem(null),
    undo: () => {
      const gesture = session.undo();
      announce(gesture === null ? 'Nothing to undo.' : `Undone: ${gesture.label}`);
    },
    redo: () => {
      const gesture = session.redo();
      announce(gesture === null ? 'Nothing to redo.' : `Redone: ${gesture.label}`);
    },
    go: (direction: 1 | -1) => session.go(session.store.getState().position + direction),
    commit: (compare: boolean) => {
      const outcome = session.commit(compare || revealEach, failed);
      setProblem(outcome === 'no-verdict' ? 'Say first what the clip shows: V, N, X or Q.' : null);
      if (outcome === 'no-verdict') announce('Say first what the clip shows.');
    },
  };
}

export function LabelWorkplace({ session, shown: { clip, review } }: { readonly session: LabelSession; readonly shown: Shown }) {
  const { open } = useNavigation();
  const [store] = useState(createTools);
  const tools = useTools(store);
  const [naming, setNaming] = useState(false);
  const comment = useRef<HTMLTextAreaElement>(null);
  const { counts, count } = useKeyCounts();
  const acts = useSessionActs(session);
  const drafts = useLabelState(session, (state) => state.drafts);
  const clips = useLabelState(session, (state) => state.clips);
  const plan = useLabelState(session, (state) => state.plan);
  const position = useLabelState(session, (state) => state.position);
  const queue = useLabelState(session, (state) => state.queue);
  const content = useMemo(() => said({ drafts, clips }, clip.clipId), [drafts, clips, clip.clipId]);
  const saidNow = () => said(session.store.getState(), clip.clipId);
  const [part] = review.parts;
  const { clear } = acts;
  useEffect(() => {
    store.setState(forNextClip);
    review.player.play(1);
    return () => {
      review.player.pause();
      clear();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- once for each clip that comes on screen
  }, [store, review]);

  const change: Parameters<typeof labelKeys>[0]['change'] = (made, hint) => {
    if (hint !== undefined) count(hint);
    session.gesture(made);
    if (acts.problem !== null) clear();
  };
  const finishLine = (): void => {
    const stroke = strokeOf(store.getState(), part?.shown() ?? 0);
    if (stroke !== null) change(addStroke(saidNow(), stroke));
    store.setState(letGo);
  };
  useShortcuts('labelling', part === undefined ? [] : labelKeys({
    content: saidNow, scheme: plan.scheme, review, part, tools: store, change, count, finishLine, undo: acts.undo, redo: acts.redo, commit: acts.commit, go: acts.go,
    nameTrack: () => setNaming(true), editComment: () => comment.current?.focus(),
  }));
  if (part === undefined) return null;
  const leave = (): void => open({ page: 'labelling', view: 'start' });
  return (
    <>
      <SessionHeader session={session} onUndo={acts.undo} onRedo={acts.redo} onLeave={leave} />
      <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 288px', gridTemplateRows: 'minmax(0, 1fr) auto', gridTemplateAreas: '"image panel" "foot panel"', borderTop: 1, borderColor: 'divider' }}>
        <Box sx={{ gridArea: 'image', display: 'grid', minHeight: 0, minWidth: 0 }}>
          <CineView key={clip.clipId} session={review} part={part} label={`Clip ${position + 1} of ${queue.length}, zone ${clip.zone ?? 'unknown'}`} warning={blindTag(clip)}>
            <StrokeLayer session={review} part={part} content={content} tools={tools} store={store} onChange={change} onFinish={finishLine} />
            <EndOfQueue session={session} onLeave={leave} />
          </CineView>
        </Box>
        <Box sx={{ gridArea: 'foot', borderTop: 1, borderColor: 'divider', minWidth: 0 }}>
          <KeyHints counts={counts} mode={tools.tool !== null ? 'draw' : tools.inMark !== null ? 'range' : 'say'} />
          <Box sx={{ px: 2 }}>
            <Box sx={{ pl: '108px' }}><ProbabilityStrip key={clip.clipId} session={review} part={part} analysis={believed(clip.reveal?.analysis ?? null)} height={clip.reveal === null ? 22 : 56} /></Box>
            <RangeTracks session={review} part={part} content={content} tools={tools} onTrack={(track) => store.setState({ track })} onChange={change} />
          </Box>
          <Transport session={review} onSuspicious={null}><FrameReadout session={review} part={part} /></Transport>
        </Box>
        <LabelPanel session={session} clip={clip} content={content} problem={acts.problem} onChange={change} onCommit={acts.commit} commentRef={comment} />
      </Box>
      {naming && <TrackDialog onClose={() => setNaming(false)} onName={(name) => store.setState((now) => withOwnTrack(now, name))} />}
    </>
  );
}
