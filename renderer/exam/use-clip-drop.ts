/** Makes an element take dragged clips. */
import { useState } from 'react';
import type { DragEvent } from 'react';
import type { ClipId } from '../../preload/domain.ts';
import { carriesClip, draggedClip } from './zone-actions.ts';

interface ClipDrop {
  /** True while a clip hovers. */
  readonly over: boolean;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** `onClip` gets the clip that was let go here. */
export function useClipDrop(onClip: (clipId: ClipId) => void): ClipDrop {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event) => {
        if (!carriesClip(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event) => {
        setOver(false);
        const clipId = draggedClip(event.dataTransfer);
        if (clipId === null) return;
        event.preventDefault();
        onClip(clipId);
      },
    },
  };
}
