/** The fields of a new dataset: what it asks, which clips and frames come in, how it is split. */
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { DatasetPreview, DatasetRow } from '../../../preload/datasets.ts';
import { FilterChip } from '../../cases/FilterChip.tsx';
import { questions } from './dataset-words.ts';
import { firstPolicy, nextVersion, readShares, sharesText, withFilters, withFrames, withRules } from './recipe.ts';
import type { Recipe } from './recipe.ts';

interface FieldsProps {
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
}

interface RecipeFieldsProps extends FieldsProps {
  readonly datasets: readonly DatasetRow[];
  readonly preview: DatasetPreview | null;
}

const row = { display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'flex-start' } as const;

function Choice({ label, checked, onChange }: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  return <FormControlLabel label={label} control={<Switch size="small" checked={checked} onChange={(event) => onChange(event.target.checked)} />} />;
}

/** Name, question, consensus; and whether it goes on from an earlier dataset. */
function Basics({ recipe, onChange, datasets, preview }: RecipeFieldsProps) {
  const policies = preview?.policies ?? [recipe.policy];
  const lineages = datasets.filter((dataset, index) => datasets.findIndex(({ lineage }) => lineage === dataset.lineage) === index);
  const goOn = (lineage: string) => {
    const last = lineages.find((dataset) => dataset.lineage === lineage);
    onChange(last === undefined ? { ...recipe, lineage: null } : { ...nextVersion(last), policy: recipe.policy });
  };
  return (
    <Box sx={row}>
      <TextField label="Name" value={recipe.name} required autoFocus sx={{ width: 220 }} slotProps={{ htmlInput: { maxLength: 80 } }} onChange={(event) => onChange({ ...recipe, name: event.target.value })} />
      <TextField select label="Question" value={typeof recipe.rules.question === 'string' ? recipe.rules.question : 'is'} sx={{ width: 300 }} onChange={(event) => onChange(withRules(recipe, { question: questions.find(([known]) => known === event.target.value)?.[0] ?? 'is' }))}>
        {questions.map(([known, words]) => <MenuItem key={known} value={known}>{words}</MenuItem>)}
      </TextField>
      <TextField select label="Readers agree by" value={recipe.policy.name} sx={{ width: 260 }} onChange={(event) => onChange({ ...recipe, policy: policies.find(({ name }) => name === event.target.value) ?? firstPolicy })}>
        {policies.map(({ name }) => <MenuItem key={name} value={name}>{name}</MenuItem>)}
      </TextField>
      {lineages.length > 0 && (
        <TextField select label="Goes on from" value={recipe.lineage ?? ''} sx={{ width: 220 }} slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }} onChange={(event) => goOn(event.target.value)}>
          <MenuItem value="">Nothing: a dataset of its own</MenuItem>
          {lineages.map(({ lineage, name, version }) => <MenuItem key={lineage} value={lineage}>{name}, version {version}</MenuItem>)}
        </TextField>
      )}
    </Box>
  );
}

/** Zones and readers as chips, all of them where none is pressed. */
function Chips({ label, all, chosen, onChange }: { readonly label: string; readonly all: readonly { readonly id: string; readonly name: string }[]; readonly chosen: readonly string[]; readonly onChange: (chosen: readonly string[] | null) => void }) {
  if (all.length < 2) return null;
  const toggled = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    onChange(next.length === 0 ? null : next);
  };
  return (
    <Box role="group" aria-label={label} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 32 }}>
      <FilterChip label={`All ${label.toLowerCase()}`} pressed={chosen.length === 0} onToggle={() => onChange(null)} />
      {all.map(({ id, name }) => <FilterChip key={id} label={name} pressed={chosen.includes(id)} onToggle={() => toggled(id)} />)}
    </Box>
  );
}

function Filters({ recipe, onChange, preview }: RecipeFieldsProps) {
  const { filters } = recipe.rules;
  const patch = (change: Parameters<typeof withFilters>[1]) => onChange(withFilters(recipe, change));
  return (
    <>
      <Chips label="Zones" all={(preview?.zones ?? []).map((id) => ({ id, name: id }))} chosen={filters.zones ?? []} onChange={(zones) => patch({ zones })} />
      <Chips label="Readers" all={preview?.readers ?? []} chosen={filters.readers ?? []} onChange={(readers) => patch({ readers })} />
      <Chips label="Devices" all={(preview?.devices ?? []).map((id) => ({ id, name: id === '' ? 'not named' : id }))} chosen={filters.devices ?? []} onChange={(devices) => patch({ devices })} />
      <Box sx={row}>
        <TextField label="From" type="date" value={filters.from ?? ''} sx={{ width: 150 }} slotProps={{ inputLabel: { shrink: true } }} onChange={(event) => patch({ from: event.target.value === '' ? null : event.target.value })} />
        <TextField label="To" type="date" value={filters.to ?? ''} sx={{ width: 150 }} slotProps={{ inputLabel: { shrink: true } }} onChange={(event) => patch({ to: event.target.value === '' ? null : event.target.value })} />
        <TextField label="Readers at least" type="number" value={filters.minReaders} sx={{ width: 120 }} slotProps={{ htmlInput: { min: 1, max: 20 } }} onChange={(event) => patch({ minReaders: Math.min(20, Math.max(1, Math.round(Number(event.target.value)) || 1)) })} />
        <TextField select label="Severity scale" value={filters.scheme ?? ''} sx={{ width: 180 }} slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }} onChange={(event) => patch({ scheme: event.target.value === 'lus' || event.target.value === 'soldati' ? event.target.value : null })}>
          <MenuItem value="">As the readers chose</MenuItem><MenuItem value="lus">LUS score</MenuItem><MenuItem value="soldati">Soldati (COVID)</MenuItem>
        </TextField>
      </Box>
      <Box role="group" aria-label="Take in as well" sx={{ ...row, columnGap: 4, rowGap: 0 }}>
        <Choice label="Simulated clips" checked={filters.simulated} onChange={(simulated) => patch({ simulated })} />
        <Choice label="Damaged clips" checked={filters.damaged} onChange={(damaged) => patch({ damaged })} />
        <Choice label="Rejected by the guard" checked={filters.rejected} onChange={(rejected) => patch({ rejected })} />
        <Choice label="Without a border (text inside may stay)" checked={filters.withoutFan} onChange={(withoutFan) => patch({ withoutFan })} />
      </Box>
    </>
  );
}

function Frames({ recipe, onChange }: FieldsProps) {
  const { frames } = recipe.rules;
  const patch = (change: Parameters<typeof withFrames>[1]) => onChange(withFrames(recipe, change));
  return (
    <Box sx={row}>
      <TextField label="Frames a clip" placeholder="all" type="number" value={frames.perClip ?? ''} sx={{ width: 120 }} slotProps={{ htmlInput: { min: 1, max: 20_000 }, inputLabel: { shrink: true } }} onChange={(event) => patch({ perClip: event.target.value === '' ? null : Math.min(20_000, Math.max(1, Math.round(Number(event.target.value)) || 1)) })} />
      <Choice label="Of positives only frames with B-lines marked" checked={frames.positivesByRange} onChange={(positivesByRange) => patch({ positivesByRange })} />
      <Choice label="Without frames that cannot be read" checked={frames.withoutNotReadable} onChange={(withoutNotReadable) => patch({ withoutNotReadable })} />
    </Box>
  );
}

/** In a lineage the split stays as it was: its patients keep their sides. */
function Split({ recipe, onChange }: FieldsProps) {
  const { split, seed, duplicates } = recipe.rules;
  const [typed, setTyped] = useState(sharesText(split));
  const fixed = recipe.lineage !== null;
  const shares = readShares(typed);
  return (
    <Box sx={row}>
      <TextField select label="Split by patient" value={split.kind} disabled={fixed} sx={{ width: 260 }} onChange={(event) => onChange(withRules(recipe, { split: event.target.value === 'folds' ? { kind: 'folds', count: 5 } : (shares ?? { kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 }) }))}>
        <MenuItem value="shares">Training, validation, test</MenuItem><MenuItem value="folds">Folds for cross-validation</MenuItem>
      </TextField>
      {split.kind === 'folds'
        ? <TextField label="Folds" type="number" value={split.count} disabled={fixed} sx={{ width: 120 }} slotProps={{ htmlInput: { min: 2, max: 50 } }} onChange={(event) => onChange(withRules(recipe, { split: { kind: 'folds', count: Math.min(50, Math.max(2, Math.round(Number(event.target.value)) || 2)) } }))} />
        : <TextField label="Shares" value={typed} error={shares === null} helperText={shares === null ? 'Such as 70/15/15' : undefined} sx={{ width: 140 }} onChange={(event) => {
          setTyped(event.target.value);
          const read = readShares(event.target.value);
          if (read !== null) onChange(withRules(recipe, { split: read }));
        }} />}
      <TextField label="Seed" value={seed} sx={{ width: 100 }} onChange={(event) => onChange(withRules(recipe, { seed: /^\d{1,9}$/.test(event.target.value) ? Number(event.target.value) : 0 }))} />
      <TextField select label="The same pictures under two patients" value={duplicates} sx={{ width: 280 }} onChange={(event) => onChange(withRules(recipe, { duplicates: event.target.value === 'together' ? 'together' : 'refuse' }))}>
        <MenuItem value="refuse">Refuse, and name them</MenuItem><MenuItem value="together">Keep both patients on one side</MenuItem>
      </TextField>
    </Box>
  );
}

export function RecipeFields(props: RecipeFieldsProps) {
  const { recipe } = props;
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <Basics {...props} />
      <Filters {...props} />
      <Frames {...props} />
      <Split key={recipe.lineage ?? ''} {...props} />
    </Box>
  );
}
