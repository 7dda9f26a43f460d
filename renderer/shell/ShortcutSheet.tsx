/** Every key that works here, by group. */
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import { keyCaps } from '../shortcut-keys.ts';
import { useShortcutRegistry } from '../shortcuts.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { groupShortcuts } from './shortcut-groups.ts';

function KeyCaps({ keys }: { readonly keys: string }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', gap: 0.5 }}>
      {keyCaps(keys).map((cap) => (
        <Box component="kbd" key={cap} sx={{ minWidth: 22, px: 1, textAlign: 'center', border: 1, borderColor: 'surface.edge', borderRadius: 1, fontFamily: 'inherit', fontSize: '0.75rem', lineHeight: '20px' }}>
          {cap}
        </Box>
      ))}
    </Box>
  );
}

function Group({ name, lines }: { readonly name: string; readonly lines: readonly { readonly label: string; readonly bindings: readonly ShortcutBinding[] }[] }) {
  return (
    <Box component="section" sx={{ breakInside: 'avoid', mb: 5 }}>
      <Box component="h3" sx={{ m: 0, mb: 1, fontSize: '0.8125rem', color: 'text.secondary', fontWeight: 600 }}>{name}</Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '1fr auto', columnGap: 4, rowGap: 1 }}>
        {lines.map(({ label, bindings }) => (
          <Box key={label} sx={{ display: 'contents' }}>
            <dt>{label}</dt>
            <Box component="dd" sx={{ m: 0, display: 'flex', gap: 2, justifyContent: 'flex-end', alignItems: 'center', flexWrap: 'wrap' }}>
              {bindings.map(({ keys }) => <KeyCaps key={keys} keys={keys} />)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Reads the registry when it opens, so it shows what the page behind it answers to. */
export function ShortcutSheet({ open, onClose }: ShortcutSheetProps) {
  const registry = useShortcutRegistry();
  return (
    <Dialog open={open} onClose={onClose} maxWidth="md" fullWidth aria-labelledby="shortcut-sheet-title">
      <DialogTitle id="shortcut-sheet-title" variant="h2" sx={{ display: 'flex', alignItems: 'center' }}>
        <Box sx={{ flex: 1 }}>Keyboard shortcuts</Box>
        <IconButton aria-label="Close" onClick={onClose}><CloseOutlined sx={{ fontSize: 18 }} /></IconButton>
      </DialogTitle>
      <DialogContent dividers tabIndex={0} sx={{ columns: { xs: 1, sm: 2 }, columnGap: 10 }}>
        {open && groupShortcuts(registry.all()).map(({ name, lines }) => <Group key={name} name={name} lines={lines} />)}
      </DialogContent>
    </Dialog>
  );
}
