/** One dataset: its sides, how it was made, whether it leaks, and what can be done with it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { request } from '../../api.ts';
import type { DatasetRow } from '../../../preload/datasets.ts';
import { count, dayAndTime } from '../../format.ts';
import { useBusy } from '../../state/use-busy.ts';
import { countWords, frameWords, leakWords, pairWords, questionWords, reasonWords, splitWords } from './dataset-words.ts';
import { SideBars } from './SideBars.tsx';

interface DatasetPanelProps {
  readonly dataset: DatasetRow;
  readonly onLock: () => void;
  readonly onNext: () => void;
}

function Actions({ dataset, onLock, onNext }: DatasetPanelProps) {
  const { busy, run } = useBusy();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const testable = dataset.counts.sides.some(({ side, clips }) => side === 'test' && clips > 0);
  const exportAs = (pixels: 'png' | 'npy') => () => {
    setAnchor(null);
    void run(() => request('datasets.export', { datasetId: dataset.id, pixels }));
  };
  return (
    <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
      <Button color="inherit" variant="outlined" disabled={busy} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>Export…</Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={exportAs('png')}>Frames as PNG…</MenuItem>
        <MenuItem onClick={exportAs('npy')}>Frames as arrays for NumPy…</MenuItem>
      </Menu>
      <Button color="inherit" variant="outlined" onClick={onNext}>Next version…</Button>
      {dataset.lock === null && <Button color="inherit" variant="outlined" disabled={!testable} onClick={onLock}>Lock test set…</Button>}
    </Box>
  );
}

function Facts({ dataset }: { readonly dataset: DatasetRow }) {
  const { rules, policyName, counts, lock, uses, program, contentSha256 } = dataset;
  const left = Object.entries(reasonWords).flatMap(([reason, words]) => {
    const clips = Object.entries(counts.leftOut).find(([known]) => known === reason)?.[1] ?? 0;
    return clips === 0 ? [] : [`${clips} ${words}`];
  });
  const used = [...(uses.training + uses.tuning > 0 ? [`${count(uses.training + uses.tuning, 'training')}`] : []), ...(uses.evaluation > 0 ? [`${count(uses.evaluation, 'evaluation')} on its test side`] : [])];
  const rows: readonly (readonly [string, string])[] = [
    ['Asks', questionWords(rules.question)], ['Readers agree by', policyName], ['Frames', frameWords(rules)], ['Split', `${splitWords(rules.split)}, seed ${rules.seed}`],
    ['Left out', left.length === 0 ? 'nothing' : left.join('; ')], ['Test set', lock === null ? 'not locked' : `locked ${dayAndTime(lock.at)} by ${lock.by}: ${lock.reason}`],
    ['Used', used.length === 0 ? 'not yet' : used.join(', ')], ['Content', `${contentSha256.slice(0, 16)}… by Pleura ${program}`],
  ];
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 4, rowGap: 1, '& dt': { color: 'text.secondary' }, '& dd': { m: 0, overflowWrap: 'anywhere' } }}>
      {rows.map(([label, words]) => [<dt key={label}>{label}</dt>, <dd key={`${label} is`}>{words}</dd>])}
    </Box>
  );
}

export function DatasetPanel(props: DatasetPanelProps) {
  const { dataset } = props;
  const { name, version, counts, leaks } = dataset;
  return (
    <Box component="section" aria-labelledby="dataset-title" sx={{ display: 'grid', gap: 3, maxWidth: 900 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        <Box component="h2" id="dataset-title" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 600 }}>{name}, version {version}</Box>
        <Box sx={{ color: 'text.secondary', flex: 1 }}>{countWords(counts)}</Box>
        <Actions {...props} />
      </Box>
      <SideBars sides={counts.sides} />
      <Box role={leaks.clean ? undefined : 'alert'} sx={{ color: leaks.clean ? 'text.primary' : 'error.main', fontWeight: leaks.clean ? 450 : 600 }}>{leakWords(dataset)}</Box>
      {leaks.pairs.length > 0 && (
        <Box component="ul" aria-label="Clips that are alike" tabIndex={0} sx={{ m: 0, pl: 5, color: 'text.secondary', maxHeight: 160, overflowY: 'auto' }}>
          {leaks.pairs.slice(0, 200).map((pair) => <li key={`${pair.first} ${pair.second}`}>{pairWords(pair)}</li>)}
        </Box>
      )}
      <Facts dataset={dataset} />
    </Box>
  );
}
