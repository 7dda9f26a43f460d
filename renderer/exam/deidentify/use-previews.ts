/** Looks at the clips one after the other, as main does one at a time; what was seen stays until the dialog closes. */
import { useEffect, useState } from 'react';
import type { CopyPreview } from '../../../preload/deidentify.ts';
import type { ClipId } from '../../../preload/domain.ts';
import { request } from '../../api.ts';

export type Look = { readonly state: 'seen'; readonly preview: CopyPreview } | { readonly state: 'failed'; readonly message: string };

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It could not be looked at.';
}

/** `clipIds` must stay the same array while the dialog is open. With another `keepText` all are looked at anew. */
export function usePreviews(clipIds: readonly ClipId[], keepText: boolean): ReadonlyMap<ClipId, Look> {
  const [looks, setLooks] = useState<ReadonlyMap<ClipId, Look>>(new Map());
  useEffect(() => {
    let gone = false;
    setLooks(new Map());
    const lookAtAll = async (): Promise<void> => {
      for (const clipId of clipIds) {
        const look = await request('deidentify.preview', { clipId, keepText }).then((preview): Look => ({ state: 'seen', preview }), (error: unknown): Look => ({ state: 'failed', message: messageOf(error) }));
        if (gone) return;
        setLooks((before) => new Map(before).set(clipId, look));
      }
    };
    void lookAtAll();
    return () => {
      gone = true;
      request('deidentify.stop', {}).catch(() => undefined);
    };
  }, [clipIds, keepText]);
  return looks;
}
