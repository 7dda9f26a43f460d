/** One clip before and after, and what its copy will lack. */
import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import type { BeforeAndAfter } from '../../../preload/deidentify.ts';
import type { Look } from './use-previews.ts';
import { dataWords, pictureWords } from './preview-words.ts';

function Picture({ bytes, label }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url === null ? <Box /> : <Box component="img" src={url} alt={label} sx={{ width: '100%', maxHeight: 190, objectFit: 'contain', bgcolor: '#000', border: 1, borderColor: 'divider' }} />;
}

function Pair({ frame, before, after }: BeforeAndAfter) {
  return (
    <>
      <Picture bytes={before} label={`Frame ${frame + 1} as it is`} />
      <Picture bytes={after} label={`Frame ${frame + 1} as the copy shows it`} />
    </>
  );
}

export function PreviewPane({ look }: { readonly look: Look | undefined }) {
  if (look === undefined) return <Box role="status" sx={{ color: 'text.secondary' }}>Looking at the clip…</Box>;
  if (look.state === 'failed') return <Box role="alert" sx={{ color: 'error.main' }}>{look.message}</Box>;
  const { preview } = look;
  if (preview.error !== null) return <Box role="alert" sx={{ color: 'error.main' }}>{preview.error.message} {preview.error.hint}</Box>;
  const removed = Object.entries(preview.removed);
  return (
    <Box sx={{ display: 'grid', gap: 3, alignContent: 'start' }}>
      <Box>{pictureWords(preview)}. {dataWords(preview)}</Box>
      {preview.warnings.map((warning) => <Box key={warning} role="note" sx={{ color: 'warning.main' }}>{warning}</Box>)}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr', '& > span': { color: 'text.secondary', fontSize: '0.75rem' } }}>
        <span>As it is</span><span>As the copy shows it</span>
        {preview.pictures.map((pair) => <Pair key={pair.frame} {...pair} />)}
      </Box>
      {removed.length > 0 && (
        <Box component="details"><Box component="summary" sx={{ cursor: 'pointer' }}>Elements removed</Box><Box sx={{ fontFamily: 'monospace', fontSize: '0.75rem', color: 'text.secondary' }}>{removed.map(([tag, times]) => (times === 1 ? tag : `${tag} ×${times}`)).join(' ')}</Box></Box>
      )}
    </Box>
  );
}
