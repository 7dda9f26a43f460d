/** The fields of a session's plan. */
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { ProtocolId } from '../../preload/domain.ts';
import { protocolName } from '../cases/case-row.ts';
import { FilterChip } from '../cases/FilterChip.tsx';
import { zonesOf } from '../cases/zones.ts';
import { ExamChoice } from './ExamChoice.tsx';
import { endOfDay, orders, schemes, startOfDay } from './plan.ts';
import type { Plan } from './plan.ts';

interface PlanFieldsProps {
  readonly plan: Plan;
  readonly onChange: (patch: Partial<Plan>) => void;
}

const protocols: readonly ProtocolId[] = ['blue6', 'zones8', 'zones12'];
const row = { display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'flex-start' } as const;

function OrderFields({ plan, onChange }: PlanFieldsProps) {
  return (
    <Box sx={row}>
      <TextField
        select label="Order" value={plan.order} sx={{ width: 260 }} helperText={orders.find(([order]) => order === plan.order)?.[2]}
        onChange={(event) => onChange({ order: orders.find(([order]) => order === event.target.value)?.[0] ?? 'random' })}
      >
        {orders.map(([order, label]) => <MenuItem key={order} value={order}>{label}</MenuItem>)}
      </TextField>
      <TextField
        label="Clips at most" type="number" value={plan.limit} sx={{ width: 120 }} slotProps={{ htmlInput: { min: 1, max: 10_000 } }}
        onChange={(event) => onChange({ limit: Math.min(10_000, Math.max(1, Math.round(Number(event.target.value)) || 1)) })}
      />
      <TextField
        label="Seed" placeholder="drawn" value={plan.seed ?? ''} sx={{ width: 120 }} slotProps={{ inputLabel: { shrink: true } }}
        onChange={(event) => onChange({ seed: /^\d{1,9}$/.test(event.target.value) ? Number(event.target.value) : null })}
      />
    </Box>
  );
}

/** Zones of the chosen protocol; of all, those of the largest one, which has every name. */
function ZoneFields({ plan, onChange }: PlanFieldsProps) {
  const zones = zonesOf(plan.protocol ?? 'zones12');
  const toggled = (zone: string): string[] => (plan.zones.includes(zone) ? plan.zones.filter((one) => one !== zone) : [...plan.zones, zone]);
  return (
    <Box sx={row}>
      <TextField select label="Protocol" value={plan.protocol ?? 'any'} sx={{ width: 160 }} onChange={(event) => onChange({ protocol: protocols.find((protocol) => protocol === event.target.value) ?? null, zones: [] })}>
        <MenuItem value="any">Any protocol</MenuItem>
        {protocols.map((protocol) => <MenuItem key={protocol} value={protocol}>{protocolName(protocol)}</MenuItem>)}
      </TextField>
      <Box role="group" aria-label="Zones" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 32 }}>
        <FilterChip label="All zones" pressed={plan.zones.length === 0} onToggle={() => onChange({ zones: [] })} />
        {zones.map(({ id }) => <FilterChip key={id} label={id} pressed={plan.zones.includes(id)} onToggle={() => onChange({ zones: toggled(id) })} />)}
      </Box>
    </Box>
  );
}

function DateFields({ onChange }: PlanFieldsProps) {
  const [days, setDays] = useState({ from: '', to: '' });
  const change = (patch: Partial<typeof days>): void => {
    const next = { ...days, ...patch };
    setDays(next);
    onChange({ from: startOfDay(next.from), to: endOfDay(next.to) });
  };
  const shrink = { slotProps: { inputLabel: { shrink: true } } };
  return (
    <>
      <TextField label="Examined from" type="date" value={days.from} sx={{ width: 160 }} {...shrink} onChange={(event) => change({ from: event.target.value })} />
      <TextField label="to" type="date" value={days.to} sx={{ width: 160 }} {...shrink} onChange={(event) => change({ to: event.target.value })} />
    </>
  );
}

export function PlanFields(props: PlanFieldsProps) {
  const { plan, onChange } = props;
  const flag = (name: 'unreadOnly' | 'repeat' | 'revealEach', label: string) => (
    <FormControlLabel control={<Switch size="small" checked={plan[name]} onChange={(_, checked) => onChange(name === 'repeat' && checked ? { repeat: true, unreadOnly: false } : name === 'unreadOnly' && checked ? { unreadOnly: true, repeat: false } : { [name]: checked })} />} label={label} />
  );
  return (
    <>
      <OrderFields {...props} />
      <ZoneFields {...props} />
      <Box sx={row}>
        <DateFields {...props} />
        <ExamChoice none="All" onChange={(examIds) => onChange({ examIds: [...examIds] })} />
        <TextField select label="Severity 0–3 by" value={plan.scheme} sx={{ width: 240 }} onChange={(event) => onChange({ scheme: schemes.find(([scheme]) => scheme === event.target.value)?.[0] ?? 'lus' })}>
          {schemes.map(([scheme, label]) => <MenuItem key={scheme} value={scheme}>{label}</MenuItem>)}
        </TextField>
      </Box>
      <Box sx={{ display: 'grid' }}>
        {flag('unreadOnly', 'Only clips that I have never read')}
        {flag('repeat', 'Read again: clips I have read are shown without my earlier answer')}
        {flag('revealEach', 'After each commit, show AI and other readers, to keep or revise')}
      </Box>
    </>
  );
}
