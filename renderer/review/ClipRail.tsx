/** The exam's clips at the left edge: where the reader is, and the way to the next one. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useEffect, useRef } from 'react';
import type { ClipId, ClipRow } from '../../preload/domain.ts';
import { findingWords } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { thumbnailsUrl } from './read-frames.ts';

/** CSS size of a thumbnail; tiles of the sprite are 160 x 120. */
const WIDTH = 72;
const HEIGHT = 54;

/** The clip before (-1) or after (1) in the exam's order; null at the ends. */
export function neighbour(clips: readonly ClipRow[], clipId: ClipId, direction: 1 | -1): ClipRow | null {
  const at = clips.findIndex((clip) => clip.id === clipId);
  return at === -1 ? null : (clips[at + direction] ?? null);
}

function Thumbnail({ clip }: { readonly clip: ClipRow }) {
  const tile = Math.floor(clip.thumbnails / 2);
  return (
    <Box
      aria-hidden
      sx={{ width: WIDTH, height: HEIGHT, bgcolor: 'surface.image', backgroundRepeat: 'no-repeat', borderRadius: 0.5 }}
      style={{
        backgroundImage: clip.thumbnails > 0 ? `url("${thumbnailsUrl(clip.id)}")` : 'none',
        backgroundSize: `${WIDTH * clip.thumbnails}px ${HEIGHT}px`,
        backgroundPosition: `${-WIDTH * tile}px 0`,
      }}
    />
  );
}

function RailClip({ clip, current }: { readonly clip: ClipRow; readonly current: boolean }) {
  const { open } = useNavigation();
  const place = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) place.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const finding = clip.verdict ?? 'not-analysed';
  const route = { page: 'clip', clipId: clip.id } as const;
  return (
    <ButtonBase
      component="a"
      ref={place}
      href={formatRoute(route)}
      aria-current={current ? 'page' : undefined}
      aria-label={`${clip.zone ?? 'No zone'}, ${clip.name}: ${findingWords(finding)}${clip.decision === null ? ', unread' : ', read'}`}
      onClick={(event) => {
        event.preventDefault();
        open(route);
      }}
      sx={{
        flexDirection: 'column', alignItems: 'stretch', p: 1, borderRadius: 1, flex: 'none',
        '&[aria-current]': { boxShadow: (theme) => `inset 0 0 0 2px ${theme.palette.primary.main}`, bgcolor: 'surface.raised' },
        '&:hover': { bgcolor: 'surface.raised' },
      }}
    >
      <Thumbnail clip={clip} />
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', fontSize: '0.75rem', mt: 0.5, color: 'text.primary' }}>
        <span>{clip.zone ?? '–'}</span>
        <FindingMark finding={finding} probability={clip.probability} size={14} label="" read={clip.decision !== null} />
      </Box>
    </ButtonBase>
  );
}

export function ClipRail({ clips, clipId }: { readonly clips: readonly ClipRow[]; readonly clipId: ClipId }) {
  return (
    <Box component="nav" aria-label="Clips of this exam" sx={{ gridArea: 'rail', display: 'flex', flexDirection: 'column', gap: 1, p: 1, overflowY: 'auto', overflowX: 'hidden', scrollbarWidth: 'none', minHeight: 0 }}>
      {clips.map((clip) => <RailClip key={clip.id} clip={clip} current={clip.id === clipId} />)}
    </Box>
  );
}
