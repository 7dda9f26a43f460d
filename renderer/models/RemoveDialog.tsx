/** Confirms the removal of an installed model. */
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { request } from '../api.ts';
import type { BundleInfo } from '../../preload/models.ts';
import { bytes } from '../format.ts';
import { useNotices } from '../state/app-state.ts';
import { modelName } from './model-words.ts';
import { useBusy } from '../state/use-busy.ts';

export function RemoveDialog({ model, onClose }: { readonly model: BundleInfo; readonly onClose: () => void }) {
  const { busy, run } = useBusy();
  const showDone = useNotices((state) => state.showDone);
  const name = modelName(model);
  const remove = async () => {
    await run(async () => {
      await request('models.remove', { sha256: model.sha256 });
      showDone(`Removed ${name}.`);
    });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="remove-title">
      <DialogTitle id="remove-title" variant="h2">Remove {name}?</DialogTitle>
      <DialogContent dividers>Its files go ({bytes(model.bytes)}). Results that it made stay, with its name. To use it again you need the bundle from which it was installed.</DialogContent>
      <DialogActions>
        <Button color="inherit" autoFocus onClick={onClose}>Cancel</Button>
        <Button variant="contained" color="error" disabled={busy} onClick={() => void remove()}>Remove {name}</Button>
      </DialogActions>
    </Dialog>
  );
}
