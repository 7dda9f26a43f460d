/** The case log before the first exam: what to bring, where it goes, and a demo to try. */
import FileDownloadOutlined from '@mui/icons-material/FileDownloadOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { Import } from '../shell/use-import.ts';

const steps = [
  ['Bring clips', 'Video files or stills of one exam, or a folder of them. A folder becomes one exam; zones are guessed from names such as R1 or L3 and stay editable.'],
  ['See the first verdict', 'Each clip is read frame by frame on this computer. A verdict comes within seconds and sharpens as more frames are read.'],
  ['Check and decide', 'Heatmaps show what the verdict rests on. Your decision stands above it and is kept with it.'],
] as const;

/** Shown while no exam exists. */
export function EmptyLog({ importer }: { readonly importer: Import }) {
  return (
    <Box sx={{ flex: 1, overflow: 'auto', display: 'grid', placeItems: 'center', p: 4 }}>
      <Box sx={{ width: 'min(820px, 100%)', border: '1px dashed', borderColor: 'surface.edge', borderRadius: 1, p: { xs: 5, md: 10 } }}>
        <FileDownloadOutlined sx={{ fontSize: 32, color: 'primary.main' }} aria-hidden />
        <Box component="h2" sx={{ m: 0, mt: 1, fontSize: '1.375rem', fontWeight: 600, letterSpacing: '-0.01em' }}>Drop lung ultrasound clips or folders here</Box>
        <Box sx={{ color: 'text.secondary', mt: 1 }}>mp4, mov, avi, mpeg, gif, wmv, mkv, webm, png and jpg. Nothing leaves this computer.</Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 5 }}>
          <Button variant="contained" onClick={() => void importer.demo()}>Open the demo exam</Button>
          <Button variant="outlined" color="inherit" onClick={() => void importer.pick('files', null)}>Import files</Button>
          <Button variant="outlined" color="inherit" onClick={() => void importer.pick('folder', null)}>Import a folder</Button>
        </Box>
        <Box component="ol" sx={{ m: 0, mt: 8, p: 0, listStyle: 'none', display: 'grid', gap: 5, gridTemplateColumns: 'repeat(auto-fit, minmax(190px, 1fr))' }}>
          {steps.map(([title, text], index) => (
            <Box component="li" key={title} sx={{ borderTop: 1, borderColor: 'divider', pt: 2 }}>
              <Box sx={{ fontWeight: 600 }}>{index + 1}. {title}</Box>
              <Box sx={{ color: 'text.secondary', mt: 0.5 }}>{text}</Box>
            </Box>
          ))}
        </Box>
      </Box>
    </Box>
  );
}
