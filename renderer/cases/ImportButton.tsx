/** Import by dialog: files or a folder. */
import ArrowDropDown from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import type { ExamId } from '../../preload/domain.ts';
import type { Import } from '../shell/use-import.ts';

interface ImportButtonProps {
  readonly importer: Import;
  /** Adds to this exam; null makes new ones. */
  readonly examId: ExamId | null;
  readonly label: string;
  readonly primary: boolean;
}

/** A button with a menu of the two dialogs, because systems have no dialog for both. */
export function ImportButton({ importer, examId, label, primary }: ImportButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (kind: 'files' | 'folder') => () => {
    setAnchor(null);
    void importer.pick(kind, examId);
  };
  return (
    <>
      <Button
        variant={primary ? 'contained' : 'outlined'}
        color={primary ? 'primary' : 'inherit'}
        endIcon={<ArrowDropDown />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {label}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose('files')}>Files…</MenuItem>
        <MenuItem onClick={choose('folder')}>Folder…</MenuItem>
      </Menu>
    </>
  );
}
