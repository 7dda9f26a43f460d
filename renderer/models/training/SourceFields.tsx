/** Where the labels of a training come from: the case log as it stands, or a dataset as it was built. */
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import type { SourceCount } from '../../../preload/training.ts';
import { datasetFacts, sourceFacts, sourceKey, sourceProblem, sourceWarning, sourceWords } from './training-words.ts';

interface SourceFieldsProps {
  readonly sources: readonly SourceCount[];
  readonly chosen: SourceCount | undefined;
  readonly onChoose: (key: string) => void;
}

function Option({ value, words, facts, children }: { readonly value: string; readonly words: string; readonly facts: string; readonly children?: ReactNode }) {
  return (
    <Box>
      <FormControlLabel value={value} control={<Radio size="small" sx={{ py: 0.75 }} />} label={<>{words} <Box component="span" sx={{ color: 'text.secondary' }}>{facts}</Box></>} />
      {children}
    </Box>
  );
}

/** What to know of the source that is chosen. */
function Remarks({ one }: { readonly one: SourceCount }) {
  const problem = sourceProblem(one);
  const said = problem ?? sourceWarning(one);
  return (
    <Box role="status" sx={{ pl: 7, maxWidth: 620 }}>
      {one.dataset !== null && <Box sx={{ color: 'text.secondary' }}>{datasetFacts(one.dataset)}</Box>}
      {said !== null && <Box sx={{ color: problem === null ? 'text.secondary' : 'warning.main' }}>{said}</Box>}
    </Box>
  );
}

export function SourceFields({ sources, chosen, onChoose }: SourceFieldsProps) {
  const datasets = sources.filter(({ dataset }) => dataset !== null);
  const [newest] = datasets;
  const ofDataset = chosen !== undefined && chosen.dataset !== null;
  const shown = ofDataset ? chosen : newest;
  return (
    <RadioGroup aria-label="Labels" value={ofDataset ? 'dataset' : chosen === undefined ? '' : sourceKey(chosen.source)} onChange={(event) => onChoose(event.target.value === 'dataset' && newest !== undefined ? sourceKey(newest.source) : event.target.value)}>
      {sources.filter(({ dataset }) => dataset === null).map((one) => (
        <Option key={sourceKey(one.source)} value={sourceKey(one.source)} words={sourceWords(one)} facts={sourceFacts(one)}>{one === chosen && <Remarks one={one} />}</Option>
      ))}
      {shown !== undefined && (
        <Option value="dataset" words="A dataset, without its test side" facts={ofDataset ? '' : `${datasets.length} built`}>
          {ofDataset && (
            <TextField select size="small" label="Dataset" value={sourceKey(shown.source)} sx={{ ml: 7, my: 1, width: 'min(460px, calc(100% - 28px))' }} onChange={(event) => onChoose(event.target.value)}>
              {datasets.map((one) => <MenuItem key={sourceKey(one.source)} value={sourceKey(one.source)}>{sourceWords(one)}: {sourceFacts(one)}</MenuItem>)}
            </TextField>
          )}
          {ofDataset && <Remarks one={shown} />}
        </Option>
      )}
    </RadioGroup>
  );
}
