/** Findings on the clip page, with the AI on screen: the words of labelling, kept as a reading made in review. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { createContext, useContext, useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { ClipDetail } from '../../preload/domain.ts';
import type { ReaderId, Reading, ReadingContent, SeverityScheme } from '../../preload/readings.ts';
import { dayAndTime } from '../format.ts';
import { PanelSection } from '../review/PanelSection.tsx';
import { useShortcuts } from '../shortcuts.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { useAttempt, useNotices, useWorkstation } from '../state/app-state.ts';
import { nextFinding, setVerdict } from './changes.ts';
import { contentOf, emptyContent, sameValue } from './content.ts';
import type { Change } from './content.ts';
import { FindingsFields } from './FindingsFields.tsx';
import { VerdictMark } from './VerdictMark.tsx';
import { findingKeys, findingsLine, modeWords, verdictKeys, verdictWords } from './words.ts';
import type { ChoiceFinding } from './words.ts';

/** What was said of clips and not kept yet, by reader and clip, while the window is open: going to another clip and back loses nothing. */
export const ReviewDraftsContext = createContext(new Map<string, ReadingContent>());

interface Draft {
  readonly content: ReadingContent;
  readonly kept: Reading | null;
  readonly changed: boolean;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly change: (change: Change | null) => void;
  readonly keep: () => void;
}

function useDraft(clip: ClipDetail, reader: ReaderId): Draft {
  const drafts = useContext(ReviewDraftsContext);
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const name = `${reader}/${clip.id}`;
  const readings = useRequest('readings.ofClip', { clipId: clip.id });
  const [draft, setDraft] = useState(() => drafts.get(name) ?? null);
  const [open, setOpen] = useState(draft !== null);
  const kept = readings.value?.find((reading) => reading.reader === reader) ?? null;
  const stored = kept === null ? emptyContent : contentOf(kept);
  const content = draft ?? stored;
  const say = (next: ReadingContent | null): void => {
    setDraft(next);
    if (next === null) drafts.delete(name);
    else drafts.set(name, next);
  };
  const keep = async (): Promise<void> => {
    const reading = await attempt(() => request('readings.commit', { clipId: clip.id, content }));
    if (reading === null) return;
    say(null);
    announce('Findings kept.');
    readings.reload();
  };
  return {
    content, kept, open, setOpen,
    changed: draft !== null && !sameValue(draft, stored),
    change: (change) => {
      setOpen(true);
      if (change !== null) say({ ...content, ...change.after });
    },
    keep: () => void keep(),
  };
}

/** The keys of labelling that mean nothing else on the clip page: digits are zones here, C compares, A agrees. */
function findingsKeys({ content, change, changed, keep, open, setOpen }: Draft): readonly ShortcutBinding[] {
  const group = 'Findings';
  const free: readonly (readonly [name: ChoiceFinding, label: string])[] = [['pleura', 'Pleura'], ['effusion', 'Effusion'], ['sliding', 'Sliding']];
  return [
    ...verdictKeys.map(([verdict, keys]): ShortcutBinding => ({ keys, label: `Finding: ${verdictWords[verdict]}`, group, once: true, run: () => change(setVerdict(content, verdict)) })),
    ...free.map(([name, label]): ShortcutBinding => ({ keys: findingKeys[name], label, group, once: true, run: () => change(nextFinding(content, name)) })),
    { keys: 'E', label: 'Findings, open or closed', group, once: true, run: () => setOpen(!open) },
    ...(changed && content.verdict !== null ? [{ keys: 'Enter', label: 'Keep the findings', group, once: true, run: keep }] : []),
  ];
}

function KeptLine({ kept }: { readonly kept: Reading | null }) {
  if (kept === null) return <Box sx={{ color: 'text.secondary' }}>You have not read this clip.</Box>;
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <VerdictMark verdict={kept.verdict} />
        <Box component="span" sx={{ fontWeight: 600 }}>{kept.verdict === null ? 'No verdict' : verdictWords[kept.verdict]}</Box>
      </Box>
      <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{[findingsLine(kept.findings), `read ${modeWords[kept.mode]}, ${dayAndTime(kept.committedAt)}`].filter((part) => part !== '').join(' · ')}</Box>
    </Box>
  );
}

export function FindingsSection({ clip }: { readonly clip: ClipDetail }) {
  const reader = useWorkstation((state) => state.readers?.current.id ?? null);
  return reader === null ? null : <FindingsOf key={reader} clip={clip} reader={reader} />;
}

function FindingsOf({ clip, reader }: { readonly clip: ClipDetail; readonly reader: ReaderId }) {
  const draft = useDraft(clip, reader);
  const { content, kept, changed, open, setOpen, change, keep } = draft;
  useShortcuts('findings', findingsKeys(draft));
  const scheme: SeverityScheme = content.findings.severity?.scheme ?? 'lus';
  return (
    <PanelSection title="Findings" aside={<Button color="inherit" aria-expanded={open} aria-keyshortcuts="E" onClick={() => setOpen(!open)} sx={{ minHeight: 24, py: 0 }}>{open ? 'Close' : kept === null ? 'Record' : 'Change'}</Button>}>
      {!open && <KeptLine kept={kept} />}
      {open && <FindingsFields content={content} scheme={scheme} onChange={change} showKeys={false} />}
      {(open || changed) && (
        <>
          <Button variant="contained" disabled={!changed || content.verdict === null} aria-keyshortcuts="Enter" onClick={keep}>{kept === null ? 'Keep the findings' : 'Keep the change'}</Button>
          {changed && content.verdict === null && <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>Choose a verdict to keep them.</Box>}
        </>
      )}
    </PanelSection>
  );
}
