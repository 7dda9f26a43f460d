/** Messages at the right, below the page's actions: what happened and what to do. Errors stay until dismissed. */
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useEffect } from 'react';
import { useNotices } from '../state/app-state.ts';
import type { Toast } from '../state/notices.ts';

const doneStaysMs = 5_000;

function ToastLine({ toast }: { readonly toast: Toast }) {
  const dismiss = useNotices((state) => state.dismiss);
  const { id, kind } = toast;
  useEffect(() => {
    if (kind === 'error') return undefined;
    const timer = setTimeout(() => dismiss(id), doneStaysMs);
    return () => clearTimeout(timer);
  }, [kind, id, dismiss]);
  const colour = kind === 'error' ? 'error.main' : 'primary.main';
  return (
    <Box
      role={kind === 'error' ? 'alert' : 'status'}
      sx={{ display: 'flex', gap: 2, pl: 3, pr: 1, py: 1.5, bgcolor: 'surface.raised', border: 1, borderColor: 'divider', borderLeft: 3, borderLeftColor: colour, borderRadius: 1 }}
    >
      <Box sx={{ flex: 1, minWidth: 0, py: 0.5, overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{toast.message}</Box>
        {toast.hint !== '' && <Box sx={{ color: 'text.secondary' }}>{toast.hint}</Box>}
      </Box>
      <IconButton aria-label={`Dismiss: ${toast.message}`} onClick={() => dismiss(id)} sx={{ alignSelf: 'flex-start' }}>
        <CloseOutlined sx={{ fontSize: 16 }} />
      </IconButton>
    </Box>
  );
}

/** Mounted once. */
export function Toasts() {
  const toasts = useNotices((state) => state.toasts);
  return (
    <Box role="region" aria-label="Messages" sx={{ position: 'fixed', top: 56, right: 12, width: 'min(400px, calc(100vw - 24px))', display: 'grid', gap: 2, zIndex: 'snackbar' }}>
      {toasts.map((toast) => <ToastLine key={toast.id} toast={toast} />)}
    </Box>
  );
}
