/** What became of imported readings, until it is put away. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReadingsImport } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';

export function ImportReport({ report, onClose }: { readonly report: ReadingsImport; readonly onClose: () => void }) {
  const { readings, added, unchanged, unmatched, newReaders, notes } = report;
  return (
    <Box component="section" role="status" aria-label="Imported readings" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 3, display: 'grid', gap: 1.5, maxWidth: 900, bgcolor: 'surface.panel' }}>
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'center' }}>
        <Box sx={{ fontWeight: 600, flex: 1 }}>{count(added, 'reading')} of {readings} imported{unchanged > 0 ? `; ${unchanged} were here already` : ''}{unmatched.length > 0 ? `; ${unmatched.length} match no clip` : ''}.</Box>
        <Button color="inherit" onClick={onClose}>Close</Button>
      </Box>
      {newReaders.length > 0 && <Box sx={{ color: 'text.secondary' }}>New readers: {newReaders.join(', ')}. They cannot sign in until an admin takes them in under Settings.</Box>}
      {notes.map((note) => <Box key={note} sx={{ color: 'text.secondary' }}>{note}</Box>)}
      {unmatched.length > 0 && (
        <Box component="ul" aria-label="Without a clip" tabIndex={0} sx={{ m: 0, pl: 5, color: 'text.secondary', maxHeight: 160, overflowY: 'auto' }}>
          {unmatched.map(({ clip, reader, why }, index) => <li key={`${index} ${clip}`}>{clip}, {reader}: {why === 'unknown' ? 'no clip of this name or content is here' : 'several clips have this name'}</li>)}
        </Box>
      )}
    </Box>
  );
}
