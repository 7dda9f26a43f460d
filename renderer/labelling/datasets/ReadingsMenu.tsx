/** Readings from files and to files. */
import ArrowDropDown from '@mui/icons-material/ArrowDropDown';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { request } from '../../api.ts';
import type { ExchangeFormat, ReadingsImport } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';
import { useBusy } from '../../state/use-busy.ts';
import { useNotices } from '../../state/app-state.ts';

const formats: readonly (readonly [ExchangeFormat, string])[] = [
  ['pleura-json', 'Pleura, JSON (whole)'], ['pleura-csv', 'Pleura, CSV (whole)'], ['cvat', 'CVAT for video 1.1 (XML)'], ['label-studio', 'Label Studio (JSON)'], ['slicer', 'SlicerUltrasound (JSON)'],
];

export function ReadingsMenu({ onImported }: { readonly onImported: (report: ReadingsImport) => void }) {
  const { busy, run } = useBusy();
  const showDone = useNotices((state) => state.showDone);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const take = () => run(async () => {
    const picked = await request('readings.pick', {});
    if (picked.length > 0) onImported(await request('readings.import', { tokens: picked.map(({ token }) => token), format: null, spacing: null }));
  });
  const give = (format: ExchangeFormat) => () => {
    setAnchor(null);
    void run(async () => {
      const written = await request('readings.export', { format });
      if (written !== null) showDone(`${count(written.readings, 'reading')} in ${count(written.files, 'file')}. ${written.losses.join(' ')}`.trim());
    });
  };
  return (
    <>
      <Button color="inherit" variant="outlined" disabled={busy} onClick={() => void take()}>Import readings…</Button>
      <Button color="inherit" variant="outlined" disabled={busy} endIcon={<ArrowDropDown />} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>Export readings</Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem disabled sx={{ whiteSpace: 'normal', maxWidth: 320 }}>With readers' names, file names and comments: not de-identified.</MenuItem>
        {formats.map(([format, words]) => <MenuItem key={format} onClick={give(format)}>{words}…</MenuItem>)}
      </Menu>
    </>
  );
}
