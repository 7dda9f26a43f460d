/** How a superpixel looks that speaks for IS, or against it: filled and solid, or hatched and dashed. */
import { useId } from 'react';
import { AGAINST_COLOUR, FOR_COLOUR } from './gl/patch-ink.ts';

export function PatchSwatch({ speaksFor }: { readonly speaksFor: boolean }) {
  const id = useId();
  const colour = speaksFor ? FOR_COLOUR : AGAINST_COLOUR;
  return (
    <svg width={20} height={12} aria-hidden focusable="false" style={{ flex: 'none', background: '#000', borderRadius: 2 }}>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={1.5} height={5} fill={colour} />
      </pattern>
      <rect x={1} y={1} width={18} height={10} rx={2} fill={speaksFor ? colour : `url(#${id})`} fillOpacity={speaksFor ? 0.55 : 1} stroke={colour} strokeWidth={1.5} strokeDasharray={speaksFor ? undefined : '4 2'} />
    </svg>
  );
}
