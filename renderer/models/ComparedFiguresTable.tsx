/** Figures of two models on the same clips, and what their difference allows to say. */
import Box from '@mui/material/Box';
import type { ComparedFigures, ComparisonFigures, Confusion, ModelComparison } from '../../preload/models.ts';
import { figureTable } from './figure-styles.ts';
import { difference, differenceWords, figure, modelName } from './model-words.ts';

const rows: readonly (readonly [name: keyof ComparedFigures, label: string])[] = [
  ['auc', 'AUC'], ['sensitivity', 'Sensitivity'], ['specificity', 'Specificity'], ['accuracy', 'Accuracy'],
];

function ConfusionTable({ model, confusion }: { readonly model: string; readonly confusion: Confusion }) {
  const { truePositives, falseNegatives, trueNegatives, falsePositives } = confusion;
  return (
    <Box component="table" sx={{ ...figureTable, '& td': { textAlign: 'right' } }}>
      <caption>{model}</caption>
      <thead><tr><th scope="col">Clips</th><th scope="col">Model: IS</th><th scope="col">Model: healthy</th></tr></thead>
      <tbody>
        <tr><th scope="row">Reader: IS</th><td>{truePositives}</td><td>{falseNegatives}</td></tr>
        <tr><th scope="row">Reader: healthy</th><td>{falsePositives}</td><td>{trueNegatives}</td></tr>
      </tbody>
    </Box>
  );
}

export function ComparedFiguresTable({ comparison, figures }: { readonly comparison: ModelComparison; readonly figures: ComparisonFigures }) {
  const { compared } = comparison;
  const first = modelName(comparison.first);
  const second = modelName(comparison.second);
  return (
    <>
      <Box role="region" aria-label="Comparison" tabIndex={0} sx={{ overflowX: 'auto' }}>
        <Box component="table" sx={{ ...figureTable, minWidth: 680 }}>
          <caption>{compared.clips} clips of {compared.exams} exams, each model at its balanced threshold; 95% intervals by drawing whole exams. The readers' decisions are the truth here, and they may have seen a model's answer first.</caption>
          <thead><tr><th scope="col">Figure</th><th scope="col">{first}</th><th scope="col">{second}</th><th scope="col">Second minus first</th><th scope="col">So</th></tr></thead>
          <tbody>
            {rows.map(([name, label]) => (
              <tr key={name}>
                <th scope="row">{label}</th><td>{figure(figures.first[name])}</td><td>{figure(figures.second[name])}</td><td>{difference(figures.difference[name])}</td>
                <Box component="td" sx={{ color: 'text.secondary' }}>{differenceWords(figures.difference[name], second)}</Box>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <ConfusionTable model={first} confusion={figures.first.confusion} />
        <ConfusionTable model={second} confusion={figures.second.confusion} />
      </Box>
    </>
  );
}
