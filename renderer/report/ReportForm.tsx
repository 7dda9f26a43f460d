/** The report as it is written: circumstances, zones, key images, conclusion. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import type { Macro, ReportEntries, ReportState } from '../../preload/report.ts';
import { KeyImages } from './KeyImages.tsx';
import { MacroField } from './MacroField.tsx';
import { gridFields, positions } from './report-fields.ts';
import type { ReportDesk } from './use-report.ts';
import { ZoneDetail } from './ZoneDetail.tsx';
import type { Cell } from './zone-grid-keys.ts';
import { ZoneGrid } from './ZoneGrid.tsx';

interface ReportFormProps {
  readonly desk: ReportDesk;
  readonly report: ReportState;
  readonly entries: ReportEntries;
  readonly macros: readonly Macro[];
  readonly cell: Cell;
  readonly onCell: (cell: Cell) => void;
  readonly onTakeAi: (zone: string) => void;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" aria-label={title} sx={{ display: 'grid', gap: 2, minWidth: 0, maxWidth: 1600 }}>
      <Box component="h2" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 600 }}>{title}</Box>
      {children}
    </Box>
  );
}

interface ChoiceProps<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: T | '';
  readonly options: readonly (readonly [T, string])[];
  readonly disabled: boolean;
  readonly empty?: string;
  readonly onChange: (value: T | null) => void;
}

function Choice<T extends string>({ id, label, value, options, disabled, empty, onChange }: ChoiceProps<T>) {
  return (
    <FormControl size="small" disabled={disabled}>
      <InputLabel htmlFor={id} shrink>{label}</InputLabel>
      <NativeSelect value={value} input={<OutlinedInput label={label} notched />} inputProps={{ id }} onChange={(event) => onChange(options.find(([option]) => option === event.target.value)?.[0] ?? null)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(([option, words]) => <option key={option} value={option}>{words}</option>)}
      </NativeSelect>
    </FormControl>
  );
}

const schemes = [['lus', 'LUS score'], ['soldati', 'COVID-19 (Soldati 2020)']] as const;

function Circumstances({ desk: { store }, report, entries, macros }: Pick<ReportFormProps, 'desk' | 'report' | 'entries' | 'macros'>) {
  const readOnly = report.stage === 'signed';
  const set = (change: Partial<ReportEntries>): void => store.edit((now) => ({ ...now, ...change }));
  const incomplete = entries.zones.some(({ state }) => state === 'not-examined');
  return (
    <Part title="Exam">
      <MacroField label="Indication" value={entries.indication} macros={macros} disabled={readOnly} onChange={(indication) => set({ indication })} />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 3 }}>
        <Choice id="report-position" label="Position" value={entries.position ?? ''} options={positions} disabled={readOnly} empty="Not said" onChange={(position) => set({ position })} />
        <Choice id="report-scheme" label="Score" value={entries.scheme} options={schemes} disabled={readOnly} onChange={(scheme) => scheme !== null && set({ scheme, zones: entries.zones.map((zone) => ({ ...zone, score: null })) })} />
      </Box>
      <MacroField label="Technical limits" value={entries.technicalLimits} macros={macros} disabled={readOnly} onChange={(technicalLimits) => set({ technicalLimits })} />
      {(incomplete || entries.whyIncomplete !== '') && (
        <MacroField label="Why the exam is incomplete" value={entries.whyIncomplete} macros={macros} disabled={readOnly} onChange={(whyIncomplete) => set({ whyIncomplete })} />
      )}
    </Part>
  );
}

function Zones({ desk, report, entries, cell, onCell, onTakeAi }: Omit<ReportFormProps, 'macros'>) {
  const note = useRef<HTMLInputElement>(null);
  const readOnly = report.stage === 'signed';
  const entry = entries.zones[cell.row];
  const column = gridFields[cell.column];
  const suggestions = report.suggestions.ai;
  return (
    <Part title="Zones">
      <ZoneGrid entries={entries} content={report.content} suggestions={suggestions} readOnly={readOnly} cell={cell} onCell={onCell} onChange={(changed) => desk.zone(changed.zone, () => changed)} onTakeAi={onTakeAi} onNote={() => note.current?.focus()} />
      {!readOnly && column !== undefined && (
        <Box aria-hidden sx={{ color: 'text.secondary', fontSize: '0.75rem', display: 'flex', flexWrap: 'wrap', columnGap: 3 }}>
          <Box component="span" sx={{ color: 'text.primary' }}>{column.label}: {column.options.map(({ key, label }) => (key === label ? key : `${key} ${label}`)).join(' · ')}</Box>
          <span>Space next</span><span>Del clear</span><span>T take AI over</span><span>N note</span><span>Arrows move</span>
        </Box>
      )}
      {entry !== undefined && (
        <ZoneDetail entry={entry} content={report.content} suggestion={suggestions.find(({ zone }) => zone === entry.zone)} readOnly={readOnly} noteRef={note} onChange={(changed) => desk.zone(changed.zone, () => changed)} onTakeAi={() => onTakeAi(entry.zone)} />
      )}
    </Part>
  );
}

function Conclusion({ desk: { store }, report, entries, macros }: Pick<ReportFormProps, 'desk' | 'report' | 'entries' | 'macros'>) {
  const readOnly = report.stage === 'signed';
  const unused = report.suggestions.conclusion.filter((sentence) => !entries.conclusion.includes(sentence));
  const add = (sentences: readonly string[]): void => store.edit((now) => ({ ...now, conclusion: [now.conclusion.trimEnd(), ...sentences].filter((part) => part !== '').join(' ') }));
  return (
    <Part title="Conclusion">
      <MacroField label="Conclusion" value={entries.conclusion} macros={macros} disabled={readOnly} rows={3} helper={readOnly ? '' : 'A macro such as ;norm and a space writes its phrase. Macros are kept in Settings.'} onChange={(conclusion) => store.edit((now) => ({ ...now, conclusion }))} />
      {unused.length > 0 && (
        <Box role="group" aria-label="Sentences by rule" sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}>
          <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>By rule from the confirmed zones:</Box>
          {unused.map((sentence) => <Button key={sentence} variant="text" color="inherit" onClick={() => add([sentence])} sx={{ textAlign: 'left', whiteSpace: 'normal', fontWeight: 450 }}>+ {sentence}</Button>)}
          {unused.length > 1 && <Button variant="outlined" color="inherit" onClick={() => add(unused)}>Add all {unused.length} sentences</Button>}
        </Box>
      )}
    </Part>
  );
}

export function ReportForm(props: ReportFormProps) {
  const { desk, report, entries } = props;
  return (
    <Box component="section" aria-label="Report" sx={{ overflowY: { md: 'auto' }, p: 4, display: 'grid', gap: 6, alignContent: 'start', minWidth: 0 }}>
      <Circumstances {...props} />
      <Zones {...props} />
      <Conclusion {...props} />
      <Part title="Key images">
        <KeyImages images={entries.keyImages} content={report.content} readOnly={report.stage === 'signed'} onChange={(keyImages) => desk.store.edit((now) => ({ ...now, keyImages }))} />
      </Part>
    </Box>
  );
}
