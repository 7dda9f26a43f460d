/** Receiving from devices and archives: off until it is wanted, from listed callers alone. */
import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import Switch from '@mui/material/Switch';
import { amountProblem, callersOf, isAeTitle, listenerWords, portProblem } from '../archive/archive-words.ts';
import { useArchive, useListenerChange } from '../archive/use-archive.ts';
import type { ListenerSettings, ListenerStatus } from '../../preload/archive.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { clock, count } from '../format.ts';
import { Problem } from '../shell/Problem.tsx';
import { SavedField } from '../shell/SavedField.tsx';
import { useAttempt } from '../state/app-state.ts';
import { ArchiveNodes } from './ArchiveNodes.tsx';
import { Section } from './Section.tsx';

const megabyte = 1024 ** 2;

interface ReceiverProps {
  readonly settings: ListenerSettings;
  /** Of this machine. */
  readonly addresses: readonly string[];
  /** Answers whether it was saved. */
  readonly save: (change: Partial<ListenerSettings>) => Promise<boolean>;
}

function BindField({ settings: { bind }, addresses, save }: ReceiverProps) {
  // An address that the machine has lost since is shown all the same: it is what the receiver tries.
  const choices = [...new Set([...addresses, bind])].filter((address) => !['127.0.0.1', '0.0.0.0'].includes(address));
  return (
    <FormControl size="small">
      <InputLabel htmlFor="receiver-bind" shrink>Reachable from</InputLabel>
      <NativeSelect value={bind} input={<OutlinedInput label="Reachable from" notched />} inputProps={{ id: 'receiver-bind' }} onChange={(event) => void save({ bind: event.target.value })}>
        <option value="127.0.0.1">This machine only</option>
        <option value="0.0.0.0">All networks of this machine</option>
        {choices.map((address) => <option key={address} value={address}>{`The network of ${address}`}</option>)}
      </NativeSelect>
      <FormHelperText>DICOM is not encrypted: use a network that you trust.</FormHelperText>
    </FormControl>
  );
}

function LimitFields({ settings, save }: Pick<ReceiverProps, 'settings' | 'save'>) {
  return (
    <>
      <SavedField label="Largest object, MB" value={String(settings.maxObjectBytes / megabyte)} helper="Larger ones are refused." check={(text) => amountProblem(text, 1, 65_536)} onSave={(text) => save({ maxObjectBytes: Number(text) * megabyte })} />
      <SavedField label="Objects a minute" value={String(settings.maxObjectsPerMinute)} helper="Faster senders are slowed down." check={(text) => amountProblem(text, 1, 100_000)} onSave={(text) => save({ maxObjectsPerMinute: Number(text) })} />
      <SavedField label="Keep free on the disk, MB" value={String(settings.keepFreeBytes / megabyte)} helper="Nothing is taken where less would be left." check={(text) => amountProblem(text, 0, 16_777_216)} onSave={(text) => save({ keepFreeBytes: Number(text) * megabyte })} />
    </>
  );
}

function ReceiverFields({ settings, addresses, save }: ReceiverProps) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 4, rowGap: 4, width: 1, alignItems: 'start' }}>
      <SavedField label="Our AE title" value={settings.aeTitle} helper="Devices and archives call us by it." check={(text) => (isAeTitle(text) ? null : 'At most 16 letters, digits and signs.')} onSave={(aeTitle) => save({ aeTitle: aeTitle.trim() })} />
      <SavedField label="Port" value={String(settings.port)} check={portProblem} onSave={(port) => save({ port: Number(port) })} />
      <BindField settings={settings} addresses={addresses} save={save} />
      <SavedField label="Allowed callers" value={settings.callers.join(', ')} helper="AE titles, separated by commas. Nobody else may send." check={(text) => callersOf(text).problem} onSave={(text) => save({ callers: callersOf(text).callers })} />
      <LimitFields settings={settings} save={save} />
    </Box>
  );
}

function ReceiverState({ status, settings }: { readonly status: ListenerStatus; readonly settings: ListenerSettings }) {
  const { listener, openAssociations, received, refused, events } = status;
  const failed = listener.state === 'failed';
  return (
    <Box sx={{ display: 'grid', gap: 2, width: 1 }}>
      <Box role={failed ? 'alert' : 'status'} sx={{ color: failed ? 'error.main' : 'inherit', fontWeight: failed ? 600 : 450 }}>
        {listenerWords(listener)}
        {listener.state === 'listening' && <Box component="span" sx={{ color: 'text.secondary' }}> {count(received, 'object')} received, {refused} refused{openAssociations > 0 ? `, ${count(openAssociations, 'open call')}` : ''}.</Box>}
        {failed && <Box sx={{ color: 'text.secondary', fontWeight: 450 }}>{listener.error.hint}</Box>}
      </Box>
      {settings.enabled && settings.callers.length === 0 && <Box role="alert" sx={{ color: 'warning.main' }}>No caller is allowed yet: every call is refused until you name AE titles.</Box>}
      {events.length > 0 && (
        <Box component="ul" aria-label="Calls to the receiver" tabIndex={0} sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 168, overflowY: 'auto', borderTop: 1, borderColor: 'divider', '& li': { display: 'grid', gridTemplateColumns: '48px 16px minmax(0, 144px) minmax(0, 1fr)', columnGap: 2, alignItems: 'center', py: 1, borderBottom: 1, borderColor: 'divider' } }}>
          {events.map(({ at, calling, words, problem }, index) => (
            <li key={`${at}${index}`}>
              <Box component="span" sx={{ color: 'text.secondary' }}>{clock(at)}</Box>
              <FindingMark finding={problem ? 'not-readable' : 'healthy'} label={problem ? 'Problem' : ''} size={12} />
              <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{calling}</Box>
              <span>{words}</span>
            </li>
          ))}
        </Box>
      )}
    </Box>
  );
}

/** Two sections: what others may send to us, and whom we may ask. */
export function DicomSection() {
  const archive = useArchive();
  const change = useListenerChange(archive);
  const attempt = useAttempt();
  const { value, state, error, reload } = archive.state;
  const save = async (patch: Partial<ListenerSettings>) => (await attempt(async () => {
    await change({ ...patch, ...(patch.callers === undefined ? {} : { callers: [...patch.callers] }) } as Parameters<typeof change>[0]);
    return true;
  })) !== null;
  return (
    <>
      <Section title="DICOM receiver">
        {state === 'failed' && <Problem error={error} onRetry={reload} />}
        {value !== null && (
          <>
            <FormControlLabel control={<Switch checked={value.listener.enabled} onChange={(_, enabled) => void save({ enabled })} />} label="Receive images from ultrasound devices and archives" />
            {archive.status !== null && <ReceiverState status={archive.status} settings={value.listener} />}
            <ReceiverFields settings={value.listener} addresses={value.addresses} save={save} />
          </>
        )}
      </Section>
      <Section title="Archives">
        {value !== null && <ArchiveNodes nodes={value.nodes} passwordsLast={value.passwordsLast} onChanged={reload} />}
      </Section>
    </>
  );
}
