/** When the window locks, how bright the room is, and what happens on import. */
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Switch from '@mui/material/Switch';
import { request } from '../api.ts';
import type { RequestInput } from '../../preload/contract.ts';
import type { Settings } from '../../preload/domain.ts';
import { SavedField } from '../shell/SavedField.tsx';
import { useAttempt } from '../state/app-state.ts';
import { Section } from './Section.tsx';

const themes = [['dark', 'Dark'], ['light', 'Light'], ['system', 'As the system']] as const;

/** Every change is saved at once. */
export function ReaderSection({ settings }: { readonly settings: Settings }) {
  const attempt = useAttempt();
  const save = (change: RequestInput<'settings.set'>) => attempt(() => request('settings.set', change));
  return (
    <>
      <Section title="Reading">
        <SavedField
          label="Lock after minutes without a key or click"
          value={String(settings.lockAfterMinutes)}
          helper="0: never. It locks where there are several readers, or a PIN."
          check={(text) => (/^\d{1,3}$/.test(text.trim()) && Number(text) <= 240 ? null : 'A whole number from 0 to 240.')}
          onSave={async (text) => (await save({ lockAfterMinutes: Number(text) })) !== null}
          sx={{ width: 'min(320px, 100%)' }}
        />
        <FormControlLabel
          control={<Switch checked={settings.analyseOnImport} onChange={(_, analyseOnImport) => void save({ analyseOnImport })} />}
          label="Analyse clips as soon as they are imported"
        />
      </Section>
      <Section title="Appearance">
        <RadioGroup row aria-label="Theme" value={settings.theme} onChange={(_, chosen) => {
          const theme = themes.find(([value]) => value === chosen)?.[0];
          if (theme !== undefined) void save({ theme });
        }}>
          {themes.map(([value, label]) => <FormControlLabel key={value} value={value} control={<Radio size="small" />} label={label} />)}
        </RadioGroup>
      </Section>
    </>
  );
}
