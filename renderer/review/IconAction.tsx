/** An icon button with its words and key in the tooltip and in its accessible name. */
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { ReactElement } from 'react';
import { keyCaps } from '../shortcut-keys.ts';

interface IconActionProps {
  readonly label: string;
  readonly keys?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly icon: ReactElement;
  readonly onClick: () => void;
}

export function IconAction({ label, keys, pressed, disabled = false, icon, onClick }: IconActionProps) {
  const button = (
    <IconButton
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
      disabled={disabled}
      onClick={onClick}
      sx={{ color: pressed === true ? 'primary.main' : 'text.primary', bgcolor: pressed === true ? 'surface.raised' : 'transparent', '& svg': { fontSize: 20 } }}
    >
      {icon}
    </IconButton>
  );
  // A disabled button gives no hover, so it would need a wrapper; it has nothing to tell.
  if (disabled) return button;
  return <Tooltip title={keys === undefined ? label : `${label}  (${keyCaps(keys).join(' ')})`}>{button}</Tooltip>;
}
