/** A model's measured figures with their intervals, its operating points and terms. */
import Box from '@mui/material/Box';
import type { Interval } from '../../preload/domain.ts';
import type { BundleInfo as ModelInfo } from '../../preload/models.ts';
import { interval, probability } from '../format.ts';

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

function Metric({ name, figure }: { readonly name: string; readonly figure: Interval }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{interval(figure)}</td>
      <td><IntervalBar {...figure} /></td>
    </tr>
  );
}

const table = {
  borderCollapse: 'collapse', mt: 5,
  '& caption': { textAlign: 'left', color: 'text.secondary', pb: 1.5 },
  '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1.5, pl: 0, pr: 6, textAlign: 'left', fontWeight: 450 },
} as const;

/** The split level stands beside every figure. */
export function ModelMetrics({ model }: { readonly model: ModelInfo }) {
  const { screening, balanced, indeterminate } = model.operatingPoints;
  return (
    <>
      <Box component="table" sx={table}>
        <caption>{model.target}: clips, split by {model.splitLevel}, cross-validated; in brackets the confidence interval</caption>
        <tbody>
          <Metric name="AUC" figure={model.auc} />
          <Metric name="Sensitivity" figure={model.sensitivity} />
          <Metric name="Specificity" figure={model.specificity} />
        </tbody>
      </Box>
      <Box component="dl" sx={{ m: 0, mt: 5, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 6, rowGap: 1.5, '& dt': { color: 'text.secondary' }, '& dd': { m: 0 } }}>
        <dt>Screening threshold</dt>
        <dd>{probability(screening)}</dd>
        <dt>Balanced threshold</dt>
        <dd>{probability(balanced)}</dd>
        <dt>Indeterminate</dt>
        <dd>from {probability(indeterminate.low)} to below {probability(indeterminate.high)}</dd>
        <dt>Branches</dt>
        <dd>{model.branches.map(({ name, width, height }) => `${name} (${width} × ${height} map)`).join(', ')}</dd>
        <dt>Licence</dt>
        <dd>{model.licence}</dd>
      </Box>
    </>
  );
}
