/** A clip's thumbnail: still, and playing while its card is pointed at or focused. */
import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import type { ClipRow } from '../../preload/domain.ts';

export const thumbnailWidth = 160;
export const thumbnailHeight = 120;
const tileMs = 140;

function useTile(tiles: number, playing: boolean): number {
  const middle = Math.floor(tiles / 2);
  const [tile, setTile] = useState(middle);
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!playing || tiles < 2 || still) {
      setTile(middle);
      return undefined;
    }
    const timer = setInterval(() => setTile((now) => (now + 1) % tiles), tileMs);
    return () => clearInterval(timer);
  }, [playing, tiles, middle]);
  return tile;
}

/** Shows the middle tile while still: frame 0 is black in many clips. */
export function Thumbnail({ clip, playing }: { readonly clip: ClipRow; readonly playing: boolean }) {
  const tile = useTile(clip.thumbnails, playing);
  const drawn = clip.thumbnails === 0 ? {} : {
    backgroundImage: `url("/media/clips/${clip.id}/thumbnails.png")`,
    backgroundSize: `${clip.thumbnails * thumbnailWidth}px ${thumbnailHeight}px`,
    backgroundPosition: `${-tile * thumbnailWidth}px 0`,
  };
  return <Box aria-hidden sx={{ width: thumbnailWidth, height: thumbnailHeight, bgcolor: 'surface.image' }} style={drawn} />;
}
