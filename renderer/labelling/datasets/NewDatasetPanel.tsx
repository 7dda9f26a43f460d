/** Makes a dataset: the form, and beside it what it would hold, following every change. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { request, useRequest } from '../../api.ts';
import type { DatasetPreview, DatasetRow } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';
import { useBusy } from '../../state/use-busy.ts';
import { Problem } from '../../shell/Problem.tsx';
import { useNotices } from '../../state/app-state.ts';
import { countWords, positiveWords, reasonWords } from './dataset-words.ts';
import { RecipeFields } from './RecipeFields.tsx';
import type { Recipe } from './recipe.ts';
import { SideBars } from './SideBars.tsx';

interface NewDatasetPanelProps {
  readonly datasets: readonly DatasetRow[];
  readonly first: Recipe;
  readonly onClose: () => void;
}

const pauseMs = 150;

/** The value once it has rested: typing asks main once, not at every key. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function Preview({ preview }: { readonly preview: DatasetPreview }) {
  const { counts, leftOut, read } = preview;
  const left = Object.entries(leftOut).filter(([, clips]) => clips > 0);
  return (
    <Box role="status" aria-label="What the dataset would hold" sx={{ display: 'grid', gap: 2 }}>
      {counts === null
        ? <Box sx={{ fontWeight: 600 }}>{read === 0 ? 'No clip has a reading yet: label clips first.' : 'No clip is left.'}</Box>
        : <><Box sx={{ fontWeight: 600 }}>{countWords(counts)}; {positiveWords(counts)}</Box><SideBars sides={counts.sides} /></>}
      {left.length > 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          Left out of {count(read, 'clip')} with readings: {left.map(([reason, clips]) => `${clips} ${Object.entries(reasonWords).find(([known]) => known === reason)?.[1] ?? reason}`).join('; ')}.
        </Box>
      )}
    </Box>
  );
}

export function NewDatasetPanel({ datasets, first, onClose }: NewDatasetPanelProps) {
  const [recipe, setRecipe] = useState(first);
  const { rules, policy, lineage } = useRested(recipe);
  const preview = useRequest('datasets.preview', { rules, policy, lineage });
  const [last, setLast] = useState<DatasetPreview | null>(null);
  if (preview.value !== null && preview.value !== last) setLast(preview.value);
  const { busy, run } = useBusy();
  const showDone = useNotices((state) => state.showDone);
  const shown = preview.value ?? last;
  const clips = shown?.counts?.clips ?? 0;
  const build = async () => {
    const started = await run(() => request('datasets.build', { ...recipe, name: recipe.name.trim() }));
    if (started === null) return;
    showDone(`${recipe.name.trim()} is being built: its pictures are compared first.`);
    onClose();
  };
  return (
    <Box component="section" aria-labelledby="new-dataset" sx={{ display: 'grid', gap: 4, maxWidth: 1100, border: 1, borderColor: 'divider', borderRadius: 1, p: 4, bgcolor: 'surface.panel' }}>
      <Box component="h2" id="new-dataset" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 600 }}>{lineage === null ? 'New dataset' : 'Next version'}</Box>
      <RecipeFields recipe={recipe} datasets={datasets} preview={shown} onChange={setRecipe} />
      {preview.state === 'failed' && <Problem error={preview.error} onRetry={preview.reload} />}
      {shown !== null && preview.state !== 'failed' && <Preview preview={shown} />}
      <Box sx={{ display: 'flex', gap: 2 }}>
        <Button variant="contained" disabled={busy || clips === 0 || recipe.name.trim() === ''} onClick={() => void build()}>Build dataset of {count(clips, 'clip')}</Button>
        <Button color="inherit" disabled={busy} onClick={onClose}>Cancel</Button>
      </Box>
    </Box>
  );
}
