/** Play, step, speed, and which frame is on screen. */
import ChevronLeft from '@mui/icons-material/ChevronLeft';
import ChevronRight from '@mui/icons-material/ChevronRight';
import FirstPage from '@mui/icons-material/FirstPage';
import LastPage from '@mui/icons-material/LastPage';
import Pause from '@mui/icons-material/Pause';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Repeat from '@mui/icons-material/Repeat';
import SkipNext from '@mui/icons-material/SkipNext';
import SkipPrevious from '@mui/icons-material/SkipPrevious';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import type { ReactNode } from 'react';
import { SPEEDS, startOf } from './cine.ts';
import { IconAction } from './IconAction.tsx';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { seconds } from './review-words.ts';
import { useSessionValue } from './use-session.ts';

/** Frame and time of what is really on the canvas. */
export function FrameReadout({ session, part }: { readonly session: ReviewSession; readonly part: ReviewPart }) {
  const shown = useSessionValue(session, () => part.shown());
  const wanted = useSessionValue(session, () => part.wanted());
  const { frames } = part.media;
  const frame = shown ?? wanted;
  return (
    <Box component="span" data-testid="frame-readout" sx={{ whiteSpace: 'nowrap', minWidth: 216 }}>
      Frame <b>{frame + 1}</b> of {frames}
      <Box component="span" sx={{ color: 'text.secondary' }}> · {seconds(startOf(part.timeline, frame))} of {seconds(part.timeline.endMs)}{shown !== wanted && ' · reading'}</Box>
    </Box>
  );
}

function PlayButtons({ session }: { readonly session: ReviewSession }) {
  const { player } = session;
  // Single values, not the player's state: these buttons must not render at every frame.
  const direction = useSessionValue(session, () => player.state().direction);
  const single = session.timeline.starts.length < 2;
  return (
    <>
      <IconAction label="First frame" keys="Home" icon={<FirstPage />} disabled={single} onClick={() => player.seek(0)} />
      <IconAction label="Previous frame" keys="ArrowLeft" icon={<ChevronLeft />} disabled={single} onClick={() => player.step(-1)} />
      <IconAction label="Play backwards" keys="J" pressed={direction === -1} icon={<PlayArrow sx={{ transform: 'scaleX(-1)' }} />} disabled={single} onClick={() => player.play(-1)} />
      <IconAction
        label={direction === 0 ? 'Play' : 'Pause'}
        keys="Space"
        icon={direction === 0 ? <PlayArrow /> : <Pause />}
        disabled={single}
        onClick={() => player.toggle()}
      />
      <IconAction label="Next frame" keys="ArrowRight" icon={<ChevronRight />} disabled={single} onClick={() => player.step(1)} />
      <IconAction label="Last frame" keys="End" icon={<LastPage />} disabled={single} onClick={() => player.seek(session.timeline.starts.length - 1)} />
    </>
  );
}

function SpeedAndLoop({ session }: { readonly session: ReviewSession }) {
  const { player } = session;
  const speed = useSessionValue(session, () => player.state().speed);
  const loop = useSessionValue(session, () => player.state().loop);
  if (session.timeline.starts.length < 2) return null;
  return (
    <>
      <Select
        value={speed}
        variant="standard"
        disableUnderline
        onChange={(event) => player.setSpeed(Number(event.target.value))}
        inputProps={{ 'aria-label': 'Speed', 'aria-keyshortcuts': ', .' }}
        renderValue={(value) => `${value}×`}
        sx={{ minWidth: 60, px: 1, fontSize: '0.8125rem' }}
      >
        {SPEEDS.map((rate) => <MenuItem key={rate} value={rate}>{rate}×</MenuItem>)}
      </Select>
      <IconAction label="Loop" pressed={loop} icon={<Repeat />} onClick={() => player.setLoop(!loop)} />
    </>
  );
}

interface TransportProps {
  readonly session: ReviewSession;
  /** Null where there is no suspicious frame that way or nothing is scored. */
  readonly onSuspicious: ((direction: 1 | -1) => void) | null;
  readonly children?: ReactNode;
}

export function Transport({ session, onSuspicious, children }: TransportProps) {
  return (
    <Box role="group" aria-label="Playback" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, px: 2, minHeight: 40 }}>
      <PlayButtons session={session} />
      <SpeedAndLoop session={session} />
      {onSuspicious !== null && (
        <>
          <Box sx={{ width: '1px', height: 20, bgcolor: 'divider', mx: 1 }} />
          <IconAction label="Previous suspicious frame" keys="[" icon={<SkipPrevious />} onClick={() => onSuspicious(-1)} />
          <IconAction label="Next suspicious frame" keys="]" icon={<SkipNext />} onClick={() => onSuspicious(1)} />
        </>
      )}
      <Box sx={{ flex: 1 }} />
      {children}
    </Box>
  );
}
