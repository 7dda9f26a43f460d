/** What every report carries, on which paper it is printed, and the phrases behind macros. */
import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { RequestInput } from '../../preload/contract.ts';
import type { Macro, ReportSettings } from '../../preload/report.ts';
import { checkMacroName } from '../report/macros.ts';
import { Problem } from '../shell/Problem.tsx';
import { SavedField } from '../shell/SavedField.tsx';
import { useAttempt } from '../state/app-state.ts';
import { Section } from './Section.tsx';

type Save = (change: RequestInput<'reports.setSettings'>) => Promise<boolean>;

function NewMacro({ macros, save }: { readonly macros: readonly Macro[]; readonly save: Save }) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const problem = name === '' ? null : checkMacroName(name, macros);
  const add = async () => {
    if (await save({ macros: [...macros, { name, text: text.trim() }] })) {
      setName('');
      setText('');
    }
  };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '140px minmax(0, 1fr) auto', gap: 2, alignItems: 'start', width: 1 }}>
      <TextField label="New macro" value={name} error={problem !== null} helperText={problem ?? undefined} onChange={(event) => setName(event.target.value.replace(/^;/, '').toLowerCase())} slotProps={{ inputLabel: { shrink: true } }} />
      <TextField label="Its phrase" value={text} onChange={(event) => setText(event.target.value)} slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 2_000 } }} />
      <Button variant="outlined" color="inherit" disabled={name === '' || problem !== null || text.trim() === ''} onClick={() => void add()}>Add</Button>
    </Box>
  );
}

function Macros({ macros, save }: { readonly macros: readonly Macro[]; readonly save: Save }) {
  return (
    <Box role="group" aria-label="Macros" sx={{ display: 'grid', gap: 2, width: 1 }}>
      {macros.map((macro) => (
        <Box key={macro.name} sx={{ display: 'grid', gridTemplateColumns: '140px minmax(0, 1fr) auto', gap: 2, alignItems: 'center' }}>
          <Box component="code" sx={{ font: 'inherit', fontWeight: 600 }}>;{macro.name}</Box>
          <SavedField
            label={`Phrase of ;${macro.name}`}
            value={macro.text}
            check={(text) => (text.trim() === '' ? 'Enter a phrase.' : text.length > 2_000 ? 'At most 2,000 characters.' : null)}
            onSave={(text) => save({ macros: macros.map((other) => (other === macro ? { ...macro, text: text.trim() } : other)) })}
          />
          <IconButton aria-label={`Remove ;${macro.name}`} onClick={() => void save({ macros: macros.filter((other) => other !== macro) })}><Close sx={{ fontSize: 16 }} /></IconButton>
        </Box>
      ))}
      <NewMacro macros={macros} save={save} />
    </Box>
  );
}

function Fields({ settings, save }: { readonly settings: ReportSettings; readonly save: Save }) {
  return (
    <>
      <SavedField
        label="Institution"
        multiline
        value={settings.institution}
        helper="Stands at the head of every report: name, department, address."
        check={(text) => (text.length > 400 ? 'At most 400 characters.' : null)}
        onSave={(institution) => save({ institution })}
        sx={{ width: 'min(480px, 100%)' }}
      />
      <ToggleButtonGroup exclusive size="small" value={settings.pageSize} aria-label="Paper" onChange={(_, chosen) => {
        if (chosen === 'A4' || chosen === 'Letter') void save({ pageSize: chosen });
      }}>
        <ToggleButton value="A4">A4</ToggleButton>
        <ToggleButton value="Letter">Letter</ToggleButton>
      </ToggleButtonGroup>
      <Macros macros={settings.macros} save={save} />
    </>
  );
}

export function ReportSection() {
  const attempt = useAttempt();
  const { value, state, error, reload, set } = useRequest('reports.settings', {});
  const save: Save = async (change) => {
    const saved = await attempt(() => request('reports.setSettings', change));
    if (saved !== null) set(saved);
    return saved !== null;
  };
  return (
    <Section title="Reports">
      {state === 'failed' && <Problem error={error} onRetry={reload} />}
      {value !== null && <Fields settings={value} save={save} />}
    </Section>
  );
}
