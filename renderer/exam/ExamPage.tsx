/** One exam: the chest map with its result at the left, clips by zone at the right. */
import Box from '@mui/material/Box';
import { useMemo, useState } from 'react';
import type { ClipId, ExamDetail, ExamId, ZoneId } from '../../preload/domain.ts';
import { Badge } from '../findings/Badge.tsx';
import { dayAndTime } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { ChestMap } from './ChestMap.tsx';
import { ClipStrip, zoneRowId } from './ClipStrip.tsx';
import { clipsByZone } from './exam-clips.ts';
import { DeidentifyButton } from './deidentify/DeidentifyButton.tsx';
import { ExamActions } from './ExamActions.tsx';
import { ExamFields, ExamNotes } from './ExamFields.tsx';
import { ExamResultPanel } from './ExamResultPanel.tsx';
import { NoClips } from './NoClips.tsx';
import { SelectionHint } from './SelectionHint.tsx';
import { useExam } from './use-exam.ts';
import { useExamKeys } from './use-exam-keys.ts';
import type { ZoneActions } from './zone-actions.ts';

interface ExamViewProps {
  readonly exam: ExamDetail;
  readonly act: ReturnType<typeof useExam>;
}

const columns = {
  flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: { xs: '1fr', md: 'clamp(376px, 27vw, 640px) minmax(0, 1fr)' }, borderTop: 1, borderColor: 'divider',
  overflowY: { xs: 'auto', md: 'hidden' },
} as const;

function ExamView({ exam, act }: ExamViewProps) {
  const { open } = useNavigation();
  const [selected, setSelected] = useState<ClipId | null>(null);
  const [zone, setZone] = useState<ZoneId | null>(null);
  const groups = useMemo(() => clipsByZone(exam.protocol, exam.clipRows), [exam.protocol, exam.clipRows]);
  const actions: ZoneActions = {
    go: (id) => {
      setSelected(null);
      setZone(id);
      document.getElementById(zoneRowId(id))?.scrollIntoView({ block: 'nearest' });
    },
    assign: (clipId, id) => void act.assign(clipId, id),
  };
  useExamKeys({ groups, selected, select: setSelected, actions });
  const selectedClip = exam.clipRows.find(({ id }) => id === selected) ?? null;
  return (
    <Box sx={columns}>
      <Box component="section" aria-label="Overview" tabIndex={0} sx={{ overflowY: { md: 'auto' }, borderRight: { md: 1 }, borderColor: { md: 'divider' }, p: 4, display: 'grid', gap: 5, alignContent: 'start', '&:focus-visible': { outlineOffset: -2 } }}>
        <ChestMap protocol={exam.protocol} zones={exam.zones} current={zone} assigning={selected !== null} actions={actions} />
        <ExamResultPanel result={exam.result} />
        <ExamFields exam={exam} onSave={act.save} />
        <ExamNotes exam={exam} onSave={act.save} />
        <DeidentifyButton exam={exam} />
      </Box>
      <Box component="section" aria-label="Clips" sx={{ minHeight: 0, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <Box sx={{ flex: 1, minHeight: 0, overflowY: { md: 'auto' } }}>
          {exam.clipRows.length === 0
            ? <NoClips examId={exam.id} />
            : <ClipStrip groups={groups} protocol={exam.protocol} selected={selected} onSelect={setSelected} onOpen={(clipId) => open({ page: 'clip', clipId })} actions={actions} />}
        </Box>
        {selectedClip !== null && <SelectionHint clip={selectedClip} protocol={exam.protocol} />}
      </Box>
    </Box>
  );
}

/** Follows the exam live while it is imported, analysed and read. */
export function ExamPage({ examId }: { readonly examId: ExamId }) {
  const act = useExam(examId);
  const { value: exam, state, error, reload } = act.exam;
  if (state === 'failed') return <><PageHeader title="Exam" /><Problem error={error} onRetry={reload} /></>;
  if (exam === null) return <Box aria-busy sx={{ flex: 1 }}><PageHeader title="Exam" /></Box>;
  return (
    <>
      <PageHeader
        key="loaded"
        title={exam.pseudonym}
        facts={<><Box component="span" sx={{ color: 'text.secondary' }}>{dayAndTime(exam.examinedAt)}</Box>{exam.simulated && <Badge>simulated</Badge>}</>}
        actions={<ExamActions exam={exam} onAnalyse={act.analyse} />}
      />
      <ExamView exam={exam} act={act} />
    </>
  );
}
