/** Clips on which readers differ: what differs, and whether it is decided. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useEffect, useRef } from 'react';
import type { ClipId } from '../../preload/domain.ts';
import type { AdjudicationItem, AdjudicationState } from '../../preload/agreement-pages.ts';
import { categoryName, questionNames } from '../agreement/agreement-words.ts';

const stateWords: Readonly<Record<AdjudicationState, string>> = { open: '', decided: '✓ decided', outdated: '↻ answered anew since' };

function differenceWords({ differences }: AdjudicationItem): string {
  return differences.map(({ question, answers }) => `${questionNames[question].replace(/,.*/, '')}: ${answers.map((answer) => categoryName(question, answer)).join(' or ')}`).join('; ');
}

interface QueueListProps {
  readonly items: readonly AdjudicationItem[];
  readonly chosen: ClipId | null;
  readonly onChoose: (clipId: ClipId) => void;
}

function Entry({ item, chosen, onChoose }: { readonly item: AdjudicationItem; readonly chosen: boolean; readonly onChoose: () => void }) {
  const place = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ButtonBase
      ref={place} aria-current={chosen ? 'true' : undefined} onClick={onChoose}
      sx={{ display: 'grid', justifyContent: 'stretch', justifyItems: 'start', width: 1, textAlign: 'left', px: 2, py: 1.5, gap: 0.5, borderBottom: 1, borderColor: 'divider', borderLeft: '2px solid transparent', '&:hover': { bgcolor: 'surface.raised' }, '&[aria-current]': { bgcolor: 'surface.raised', borderLeftColor: 'primary.main' }, '&.Mui-focusVisible': { outlineOffset: -3 } }}
    >
      <Box sx={{ display: 'flex', gap: 1.5, fontWeight: 500 }}><span>{item.zone ?? '–'}</span><Box component="span" sx={{ color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis' }}>{item.exam}</Box></Box>
      <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{item.differences.length === 0 ? 'The readers now agree' : differenceWords(item)}</Box>
      {item.state !== 'open' && <Box sx={{ fontSize: '0.75rem', color: item.state === 'outdated' ? 'warning.main' : 'primary.main' }}>{stateWords[item.state]}</Box>}
    </ButtonBase>
  );
}

export function QueueList({ items, chosen, onChoose }: QueueListProps) {
  return (
    <Box component="nav" aria-label="Clips to decide" sx={{ overflowY: 'auto', minHeight: 0, borderRight: 1, borderColor: 'divider', bgcolor: 'surface.panel' }}>
      {items.map((item) => <Entry key={item.clipId} item={item} chosen={item.clipId === chosen} onChoose={() => onChoose(item.clipId)} />)}
    </Box>
  );
}
