/** Sends a signed exam's results to an archive, and says what became of earlier ones. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { ExamSending, SendRecord } from '../../preload/archive.ts';
import type { ExamId } from '../../preload/domain.ts';
import { dayAndTime } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { useAttempt, useJobs } from '../state/app-state.ts';
import { addressWords, sentWords } from './archive-words.ts';
import { useArchive } from './use-archive.ts';

const choices = [
  ['report', 'Findings as a structured report (SR)'], ['keyImages', 'Key images, with what was drawn over them'], ['pdf', 'The printed report (PDF)'], ['originals', 'The original clips, where they came as DICOM'],
] as const;
type Choice = Readonly<Record<(typeof choices)[number][0], boolean>>;

function History({ records }: { readonly records: readonly SendRecord[] }) {
  if (records.length === 0) return null;
  return (
    <Box>
      <Box component="h3" id="sent-title" sx={{ m: 0, mb: 1, fontSize: '0.8125rem', fontWeight: 600 }}>Sent</Box>
      <Box component="ul" aria-labelledby="sent-title" sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 160, overflowY: 'auto', '& li': { py: 1, borderTop: 1, borderColor: 'divider' } }}>
        {records.map((record) => (
          <li key={record.at}>
            <Box component="span" sx={{ color: 'text.secondary' }}>{dayAndTime(record.at)}</Box>{' '}
            <Box component="span" sx={{ color: record.failed > 0 ? 'warning.main' : 'inherit' }}>{sentWords(record)}</Box>
          </li>
        ))}
      </Box>
    </Box>
  );
}

function Progress({ jobId }: { readonly jobId: string }) {
  const job = useJobs((state) => state.list.find(({ id }) => id === jobId) ?? null);
  if (job === null) return null;
  const words = job.state === 'running' ? `Sending: ${job.step === '' ? 'begun' : job.step}` : job.state === 'failed' ? `${job.error.message} ${job.error.hint}` : job.state === 'done' ? 'Sent.' : job.state === 'cancelled' ? 'Stopped.' : 'Waiting…';
  return <Box role={job.state === 'failed' ? 'alert' : 'status'} sx={{ color: job.state === 'failed' ? 'error.main' : 'text.secondary' }}>{words}</Box>;
}

interface SendDialogProps {
  readonly examId: ExamId;
  readonly sending: ExamSending;
  readonly onClose: () => void;
}

/** Without a signed report only original clips can go. */
function SendForm({ examId, sending: { signed, printable, originals, records }, onClose }: SendDialogProps) {
  const attempt = useAttempt();
  const { open } = useNavigation();
  const { state } = useArchive();
  const nodes = state.value?.nodes ?? [];
  const [nodeId, setNodeId] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice>({ report: signed, keyImages: signed, pdf: signed && printable, originals: !signed && originals > 0 });
  const [jobId, setJobId] = useState<string | null>(null);
  const node = nodes.find(({ id }) => id === nodeId) ?? nodes[0] ?? null;
  const send = async () => {
    if (node === null) return;
    const started = await attempt(() => request('archive.send', { examId, nodeId: node.id, ...choice }));
    if (started !== null) setJobId(started.jobId);
  };
  const running = useJobs((jobs) => jobs.list.some(({ id, state: now }) => id === jobId && (now === 'running' || now === 'queued')));
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="send-title">
      <DialogTitle id="send-title" variant="h2">Send results</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4 }}>
        {state.value !== null && node === null && (
          <Box sx={{ display: 'grid', gap: 2, justifyItems: 'start' }}>
            <Box>No archive is configured.</Box>
            <Button variant="outlined" onClick={() => {
              onClose();
              open({ page: 'settings' });
            }}>Open the settings</Button>
          </Box>
        )}
        {node !== null && (
          <>
            <FormControl size="small">
              <InputLabel htmlFor="send-node" shrink>To</InputLabel>
              <NativeSelect value={node.id} input={<OutlinedInput label="To" notched />} inputProps={{ id: 'send-node' }} onChange={(event) => setNodeId(event.target.value)}>
                {nodes.map((one) => <option key={one.id} value={one.id}>{one.name} ({addressWords(one)})</option>)}
              </NativeSelect>
            </FormControl>
            <Box component="fieldset" sx={{ m: 0, p: 0, border: 0, display: 'grid' }}>
              <Box component="legend" sx={{ p: 0, mb: 1, color: 'text.secondary' }}>{signed ? 'Of the newest signed version' : 'The report is not signed yet: sign it to send results.'}</Box>
              {choices.map(([key, label]) => (
                <FormControlLabel key={key} disabled={key === 'originals' ? originals === 0 : !signed || (key === 'pdf' && !printable)} control={<Checkbox size="small" checked={choice[key]} onChange={(_, checked) => setChoice((now) => ({ ...now, [key]: checked }))} />} label={label} />
              ))}
            </Box>
          </>
        )}
        {jobId !== null && <Progress jobId={jobId} />}
        <History records={records} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Close</Button>
        <Button variant="contained" disabled={node === null || running || !Object.values(choice).includes(true)} onClick={() => void send()}>{running ? 'Sending…' : 'Send'}</Button>
      </DialogActions>
    </Dialog>
  );
}

/** Asks first what there is to send, and follows it. */
export function SendDialog({ examId, onClose }: { readonly examId: ExamId; readonly onClose: () => void }) {
  const { value, reload } = useRequest('archive.sent', { examId });
  useEvent('archive.sentChanged', (event) => {
    if (event.examId === examId) reload();
  });
  return value === null ? null : <SendForm examId={examId} sending={value} onClose={onClose} />;
}
