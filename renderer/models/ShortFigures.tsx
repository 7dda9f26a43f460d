/** The few figures that every bundle states, with their intervals as bars, and where it decides. */
import Box from '@mui/material/Box';
import type { Interval } from '../../preload/domain.ts';
import type { BundleInfo } from '../../preload/models.ts';
import { interval, probability } from '../format.ts';
import { factList, figureTable } from './figure-styles.ts';
import { precisionWords } from './model-words.ts';

function IntervalBar({ value, low, high }: Interval) {
  const x = (share: number) => Math.min(1, Math.max(0, share)) * 160;
  return (
    <Box component="svg" viewBox="0 0 160 16" aria-hidden sx={{ width: 160, height: 16, color: 'primary.main', '& .axis': { stroke: (theme) => theme.palette.surface.edge } }}>
      <path className="axis" d="M0 8H160 M0 5V11 M80 6V10 M160 5V11" fill="none" />
      <path d={`M${x(low)} 8H${x(high)}`} stroke="currentColor" strokeWidth={4} opacity={0.5} />
      <circle cx={x(value)} cy={8} r={4} fill="currentColor" />
    </Box>
  );
}

/** The split level stands beside every figure. */
export function ShortFigures({ model }: { readonly model: BundleInfo }) {
  const figures = [['AUC', model.auc], ['Sensitivity', model.sensitivity], ['Specificity', model.specificity]] as const;
  return (
    <Box component="table" sx={figureTable}>
      <caption>{model.target}: clips, split by {model.splitLevel}, cross-validated; in brackets the 95% interval</caption>
      <tbody>
        {figures.map(([name, figure]) => <tr key={name}><th scope="row">{name}</th><td>{interval(figure)}</td><td><IntervalBar {...figure} /></td></tr>)}
        {model.ece !== null && <tr><th scope="row">Calibration error (ECE)</th><td colSpan={2}>{model.ece.toFixed(2)}</td></tr>}
      </tbody>
    </Box>
  );
}

export function DecisionFacts({ model }: { readonly model: BundleInfo }) {
  const { screening, balanced, indeterminate } = model.operatingPoints;
  return (
    <Box component="dl" sx={factList}>
      <dt>Screening threshold</dt>
      <dd>{probability(screening)}</dd>
      <dt>Balanced threshold</dt>
      <dd>{probability(balanced)}</dd>
      <dt>Indeterminate</dt>
      <dd>from {probability(indeterminate.low)} to below {probability(indeterminate.high)}</dd>
      <dt>Wrongly rejected</dt>
      <dd>{model.falseReject === null ? 'rejects nothing: it has no guard' : `${interval(model.falseReject)} of real clips`}</dd>
      <dt>Precision</dt>
      <dd>{precisionWords(model)}: the fastest that passes its self-test is used</dd>
      <dt>Networks</dt>
      <dd>{model.branches.map(({ name, width, height }) => `${name} (${width} × ${height} map)`).join(', ')}</dd>
    </Box>
  );
}
