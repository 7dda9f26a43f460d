/** Facts about the clip: what it is, and what is wrong with it. */
import Box from '@mui/material/Box';
import type { ClipDetail } from '../../preload/domain.ts';
import { bytes, count, dayAndTime, duration } from '../format.ts';
import { PanelSection } from './PanelSection.tsx';
import { scaleWords } from './scale-words.ts';

export function ClipSection({ clip }: { readonly clip: ClipDetail }) {
  const { media } = clip;
  return (
    <PanelSection title="Clip">
      <Box sx={{ fontSize: '0.75rem', display: 'grid', gap: 1, overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{clip.name}</Box>
        {media.simulated && <Box>Simulated: made by the phantom, no patient.</Box>}
        {media.damaged && <Box sx={{ color: 'warning.main' }}>Damaged: the decoder repaired parts of this file. Judge its frames with care, and import the original again if there is a better copy.</Box>}
        {media.warnings.map((warning) => <Box key={warning} sx={{ color: 'warning.main' }}>{warning}</Box>)}
        <Box sx={{ color: 'text.secondary' }}>
          {count(media.frames, 'frame')} · {duration(media.durationMs)} · {media.width} × {media.height} · {media.colour ? 'colour' : 'gray'} · {bytes(media.sizeBytes)}
          {media.regions !== undefined && scaleWords(media.regions).map((words) => <Box key={words}>{words}</Box>)}
          {media.regions === undefined && <br />}
          Imported {dayAndTime(clip.importedAt)}{media.regions !== undefined && ' from DICOM'}
        </Box>
      </Box>
    </PanelSection>
  );
}
