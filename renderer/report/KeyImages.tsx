/** The report's key images, in their order in print. */
import Close from '@mui/icons-material/Close';
import ArrowBack from '@mui/icons-material/ArrowBack';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import type { KeyImage, ReportContent } from '../../preload/report.ts';

interface KeyImagesProps {
  readonly images: readonly KeyImage[];
  readonly content: ReportContent;
  readonly readOnly: boolean;
  readonly onChange: (images: readonly KeyImage[]) => void;
}

function earlier(images: readonly KeyImage[], at: number): readonly KeyImage[] {
  const image = images[at];
  return image === undefined || at === 0 ? images : [...images.slice(0, at - 1), image, ...images.slice(at - 1, at), ...images.slice(at + 1)];
}

export function KeyImages({ images, content, readOnly, onChange }: KeyImagesProps) {
  if (images.length === 0) return <Box sx={{ color: 'text.secondary' }}>None yet. In a clip, key P adds the frame as it is on screen, Shift+P without an overlay.</Box>;
  return (
    <Box component="ul" aria-label="Key images" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))', gap: 3 }}>
      {images.map((image, at) => {
        const label = `${content.clips.find(({ clipId }) => clipId === image.clipId)?.label ?? 'removed clip'} frame ${image.frame + 1}`;
        return (
          <Box component="li" key={`${image.sha256} ${at}`} sx={{ display: 'grid', gap: 1, alignContent: 'start' }}>
            <Box component="img" src={`/report/images/${image.sha256}.png`} alt={`Key image ${label}`} sx={{ width: 1, aspectRatio: '4 / 3', objectFit: 'contain', bgcolor: 'surface.image', display: 'block' }} />
            <Box sx={{ display: 'flex', alignItems: 'center', fontSize: '0.75rem', color: 'text.secondary' }}>
              <Box component="span" sx={{ flex: 1 }}>{label}{image.overlay === null ? '' : `, ${image.overlay}`}</Box>
              {!readOnly && at > 0 && <IconButton aria-label={`Move ${label} forward`} onClick={() => onChange(earlier(images, at))}><ArrowBack sx={{ fontSize: 14 }} /></IconButton>}
              {!readOnly && <IconButton aria-label={`Remove ${label}`} onClick={() => onChange(images.filter((_, other) => other !== at))}><Close sx={{ fontSize: 14 }} /></IconButton>}
            </Box>
            <TextField
              value={image.caption}
              placeholder="Caption"
              onChange={(event) => onChange(images.map((other, index) => (index === at ? { ...other, caption: event.target.value } : other)))}
              slotProps={{ htmlInput: { 'aria-label': `Caption of ${label}`, readOnly, maxLength: 300 } }}
            />
          </Box>
        );
      })}
    </Box>
  );
}
