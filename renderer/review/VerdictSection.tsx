/** The clip's verdict: finding, probability, how far scored, by which model; and what to do where there is none. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import type { ClipAnalysis, ClipDetail } from '../../preload/domain.ts';
import { findingLabel, findingWords } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { count, dayAndTime, probability as probabilityWords } from '../format.ts';
import { variantName } from '../shell/engine-words.ts';
import { useJobs, useWorkstation } from '../state/app-state.ts';
import { isActive } from '../state/jobs.ts';
import { PanelSection } from './PanelSection.tsx';
import { ProbabilityScale } from './ProbabilityScale.tsx';
import { GuardWarning, RejectedClip } from './RejectedClip.tsx';
import { analysisNotice } from './review-words.ts';
import { useAnalyse, useAnalyseAnyway } from './use-analyse.ts';
import type { AnalysisWish } from './use-analyse.ts';

function AnalyseButton({ clipId, label, again, despiteGuard }: AnalysisWish & { readonly clipId: string; readonly label: string }) {
  const analyse = useAnalyse(clipId);
  return <Button variant={again ? 'text' : 'outlined'} onClick={() => analyse({ again, despiteGuard })}>{label}</Button>;
}

/** The engine's trouble, where it concerns this clip. */
function EngineTrouble({ waiting }: { readonly waiting: boolean }) {
  const engine = useWorkstation((state) => state.engine);
  if (engine === null || !waiting) return null;
  if (engine.state === 'restarting') return <Box role="status" sx={{ color: 'warning.main' }}>The analysis stopped unexpectedly and is restarting. Scores are kept; it goes on by itself.</Box>;
  if (engine.state !== 'failed') return null;
  return <Box role="alert" sx={{ color: 'error.main' }}>{engine.error === null ? 'Analysis is not available.' : `${engine.error.message} ${engine.error.hint}`}</Box>;
}

function Provenance({ analysis }: { readonly analysis: ClipAnalysis }) {
  const { model, provider } = analysis;
  const engine = useWorkstation((state) => state.engine);
  // The precision is the engine's of today: told only where it runs the analysis's own model in the same place.
  const precision = engine?.model?.sha256 === model.sha256 && engine.provider === provider ? engine.precision : null;
  return (
    <Box sx={{ fontSize: '0.75rem', color: 'text.secondary', overflowWrap: 'anywhere' }} title={`Model manifest SHA-256 ${model.sha256}, preprocessing ${analysis.preprocessing}`}>
      {model.id} {model.version} · {variantName(provider, precision)}
      <br />
      {dayAndTime(analysis.finishedAt ?? analysis.startedAt)}
    </Box>
  );
}

function Result({ analysis }: { readonly analysis: ClipAnalysis }) {
  const { probability, verdict, scored, frames } = analysis;
  if (verdict === 'rejected') return <RejectedClip analysis={analysis} />;
  if (probability === null || verdict === null) return <Box sx={{ color: 'text.secondary' }}>No frame is scored yet.</Box>;
  return (
    <>
      <Box data-testid="clip-verdict" sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <FindingMark finding={verdict} probability={probability} size={22} label="" />
        <Box component="span" title={findingWords(verdict)} sx={{ fontSize: '1.25rem', fontWeight: 600, flex: 1 }}>{findingLabel(verdict)}</Box>
        <Box component="span" sx={{ fontSize: '1.25rem', fontWeight: 600 }}>{probabilityWords(probability)}</Box>
      </Box>
      <GuardWarning analysis={analysis} />
      <ProbabilityScale probability={probability} points={analysis.operatingPoints} />
      <Box data-testid="scored-frames">{scored < frames ? `From ${count(scored, 'scored frame')} of ${frames}` : `From all ${count(frames, 'frame')}`}</Box>
    </>
  );
}

function Actions({ clip }: { readonly clip: ClipDetail }) {
  const waiting = useJobs(({ list }) => list.some((job) => job.kind === 'analyse' && isActive(job) && (job.clipId === clip.id || (job.clipId === null && job.examId === clip.examId))));
  const { analysis } = clip;
  const analyseAnyway = useAnalyseAnyway(clip);
  const running = analysis?.state === 'running';
  if (running) {
    return (
      <>
        <LinearProgress variant="determinate" value={(100 * analysis.scored) / Math.max(1, analysis.frames)} aria-label={`Analysing: ${analysis.scored} of ${analysis.frames} frames scored`} />
        <EngineTrouble waiting />
      </>
    );
  }
  if (waiting) return <><Box role="status" sx={{ color: 'text.secondary' }}>Waiting to be analysed.</Box><EngineTrouble waiting /></>;
  if (analysis === null) return <><EngineTrouble waiting /><AnalyseButton clipId={clip.id} again={false} despiteGuard={false} label="Analyse this clip" /></>;
  if (analyseAnyway !== null) return <Button variant="outlined" aria-keyshortcuts="Shift+A" onClick={analyseAnyway}>Analyse anyway</Button>;
  const notice = analysisNotice(analysis);
  if (notice === null) return null;
  return (
    <>
      <Box role="status" sx={{ color: analysis.state === 'failed' ? 'error.main' : 'warning.main' }}>{notice}</Box>
      <AnalyseButton clipId={clip.id} again={false} despiteGuard={analysis.guardOverridden} label={analysis.state === 'failed' ? 'Try again' : 'Continue the analysis'} />
    </>
  );
}

export function VerdictSection({ clip }: { readonly clip: ClipDetail }) {
  const { analysis } = clip;
  return (
    <PanelSection title="AI result">
      {analysis === null ? <Box>Not analysed.</Box> : <Result analysis={analysis} />}
      <Actions clip={clip} />
      {analysis !== null && <Provenance analysis={analysis} />}
      {analysis?.state === 'done' && analysis.verdict !== 'rejected' && <Box sx={{ m: -2, ml: -3, fontSize: '0.75rem' }}><AnalyseButton clipId={clip.id} again despiteGuard={analysis.guardOverridden} label="Analyse again" /></Box>}
    </PanelSection>
  );
}
