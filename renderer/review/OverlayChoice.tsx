/** Which overlay lies over the image: none, Grad-CAM of the whole or of a branch, its mean over suspicious frames, or LIME. */
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useStore } from 'zustand';
import type { CamChoice } from './cam-store.ts';
import { changeOverlay, methodIn } from './overlay-settings.ts';
import type { OverlaySettings, ReviewSettingsStore } from './overlay-settings.ts';

interface OverlayChoiceProps {
  readonly store: ReviewSettingsStore;
  readonly branches: readonly string[];
  /** Whether this page offers LIME. */
  readonly lime: boolean;
  readonly label?: string;
}

const mapKey = (map: CamChoice): string => (map.kind === 'fused' ? 'fused' : `branch ${map.name}`);

function valueOf({ shown, method, beside, map }: OverlaySettings, lime: boolean): string {
  if (!shown) return 'none';
  if (lime && beside) return 'both';
  const alone = methodIn({ method, beside: !lime }, 'main');
  return alone === 'lime' ? 'lime' : `${alone} ${mapKey(map)}`;
}

/** What the choice of `value` changes; the reverse of `valueOf`. */
function changeOf(value: string): Partial<OverlaySettings> {
  if (value === 'none') return { shown: false };
  if (value === 'lime') return { shown: true, method: 'lime', beside: false };
  if (value === 'both') return { shown: true, beside: true };
  const [, method, key] = /^(grad-cam|summary) (.+)$/.exec(value) ?? [];
  const map: CamChoice = key === undefined || key === 'fused' ? { kind: 'fused' } : { kind: 'branch', name: key.replace(/^branch /, '') };
  return { shown: true, method: method === 'summary' ? 'summary' : 'grad-cam', beside: false, map };
}

export function OverlayChoice({ store, branches, lime, label = 'Overlay' }: OverlayChoiceProps) {
  const overlay = useStore(store, (state) => state.overlay);
  const { map } = overlay;
  const names = map.kind === 'branch' && !branches.includes(map.name) ? [...branches, map.name] : branches;
  const maps: readonly CamChoice[] = [{ kind: 'fused' }, ...names.map((name) => ({ kind: 'branch', name }) as const)];
  const items = (method: 'grad-cam' | 'summary', title: string, fused: string) => maps.map((one) => (
    <MenuItem key={`${method} ${mapKey(one)}`} value={`${method} ${mapKey(one)}`}>{title}, {one.kind === 'fused' ? fused : one.name}</MenuItem>
  ));
  return (
    <TextField
      select fullWidth value={valueOf(overlay, lime)} onChange={(event) => changeOverlay(store, changeOf(event.target.value))}
      slotProps={{ select: { inputProps: { 'aria-label': label, 'aria-keyshortcuts': lime ? 'H G B M' : 'H G B' } } }}
    >
      <MenuItem value="none">None</MenuItem>
      {items('grad-cam', 'Grad-CAM', 'fused decision')}
      {lime && <MenuItem value="lime">LIME, fused decision</MenuItem>}
      {lime && <MenuItem value="both">Grad-CAM beside LIME</MenuItem>}
      {items('summary', 'Mean Grad-CAM', 'fused')}
    </TextField>
  );
}
