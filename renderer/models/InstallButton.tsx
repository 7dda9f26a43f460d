/** Installs a model bundle from a zip or a folder. */
import ArrowDropDown from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useInstall } from '../shell/use-install.ts';

export function InstallButton({ disabled }: { readonly disabled: boolean }) {
  const installer = useInstall();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (kind: 'zip' | 'folder') => () => {
    setAnchor(null);
    void installer.pick(kind);
  };
  return (
    <>
      <Button variant="outlined" color="inherit" disabled={disabled} endIcon={<ArrowDropDown />} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>Install a model</Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose('zip')}>From a zip…</MenuItem>
        <MenuItem onClick={choose('folder')}>From a folder…</MenuItem>
      </Menu>
    </>
  );
}
