/** Buttons for how the image is shown; each is a key too. */
import FitScreen from '@mui/icons-material/FitScreen';
import Grain from '@mui/icons-material/Grain';
import InvertColors from '@mui/icons-material/InvertColors';
import Tonality from '@mui/icons-material/Tonality';
import ZoomIn from '@mui/icons-material/ZoomIn';
import ZoomOut from '@mui/icons-material/ZoomOut';
import Box from '@mui/material/Box';
import { useStore } from 'zustand';
import { IconAction } from './IconAction.tsx';
import { zoomCentre } from './review-keys.ts';
import type { ReviewPart } from './review-session.ts';
import { fitted } from './viewport.ts';

/** Acts on every part given: both clips of a comparison. */
export function ImageTools({ parts }: { readonly parts: readonly [ReviewPart, ...ReviewPart[]] }) {
  const [first] = parts;
  const invert = useStore(first.screen.image, (state) => state.invert);
  const windowTool = useStore(first.settings, (state) => state.windowTool);
  const smooth = useStore(first.settings, (state) => state.smooth);
  const each = (act: (part: ReviewPart) => void) => () => parts.forEach(act);
  return (
    <Box role="toolbar" aria-label="Image" sx={{ display: 'flex', alignItems: 'center' }}>
      <IconAction label="Zoom out" icon={<ZoomOut />} onClick={each((part) => zoomCentre(part, 1 / 1.25))} />
      <IconAction label="Zoom in" icon={<ZoomIn />} onClick={each((part) => zoomCentre(part, 1.25))} />
      <IconAction label="Fit to window" keys="Z" icon={<FitScreen />} onClick={each((part) => part.screen.image.setState({ viewport: fitted(part.media) }))} />
      <IconAction label="Window and level by dragging" keys="W" pressed={windowTool} icon={<Tonality />} onClick={each((part) => part.settings.setState({ windowTool: !windowTool }))} />
      <IconAction label="Invert" keys="I" pressed={invert} icon={<InvertColors />} onClick={each((part) => part.screen.image.setState({ invert: !invert }))} />
      <IconAction label="Show single pixels" pressed={!smooth} icon={<Grain />} onClick={each((part) => part.settings.setState({ smooth: !smooth }))} />
    </Box>
  );
}
