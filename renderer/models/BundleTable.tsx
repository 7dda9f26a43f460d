/** Installed models side by side: one row each, the measured figures with their intervals. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { BundleInfo } from '../../preload/models.ts';
import { Badge } from '../findings/Badge.tsx';
import { day } from '../format.ts';
import { figure, modelName, percent, precisionWords } from './model-words.ts';

interface BundleTableProps {
  readonly models: readonly BundleInfo[];
  readonly shown: string | null;
  readonly onShow: (sha256: string) => void;
}

const table = {
  borderCollapse: 'collapse', width: 1, minWidth: 880,
  '& th, & td': { borderBottom: 1, borderColor: 'divider', px: 3, py: 1.5, textAlign: 'left', fontWeight: 450, verticalAlign: 'top' },
  '& thead th': { color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap', py: 1 },
  '& th:first-of-type': { pl: 2 },
  '& tbody tr[data-shown=true]': { bgcolor: 'surface.raised' },
} as const;

/** The name is the row's button: it shows the model below. */
function NameCell({ model, shown, onShow }: { readonly model: BundleInfo; readonly shown: boolean; readonly onShow: () => void }) {
  return (
    <Box component="th" scope="row" sx={{ minWidth: 200 }}>
      <Button color="inherit" aria-pressed={shown} onClick={onShow} sx={{ display: 'block', textAlign: 'left', whiteSpace: 'normal', px: 1, mx: -1, minHeight: 24, fontWeight: shown ? 600 : 500 }}>{model.title}</Button>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', color: 'text.secondary', fontSize: '0.75rem', overflowWrap: 'anywhere' }}>
        {modelName(model)}
        {model.active && <Badge>in use</Badge>}
        {model.problem !== null && <Badge tone="warning">damaged</Badge>}
      </Box>
    </Box>
  );
}

function Row({ model, shown, onShow }: { readonly model: BundleInfo; readonly shown: boolean; readonly onShow: () => void }) {
  return (
    <tr data-shown={shown}>
      <NameCell model={model} shown={shown} onShow={onShow} />
      <td>{model.datasets.length === 0 ? '–' : model.datasets.join(', ')}</td>
      <Box component="td" sx={{ whiteSpace: 'nowrap' }}>{figure(model.auc)}</Box>
      <td>{model.ece === null ? '–' : model.ece.toFixed(2)}</td>
      <td>{model.falseReject === null ? 'no guard' : percent(model.falseReject.value)}</td>
      <td>{precisionWords(model)}</td>
      <td>{model.licence}</td>
      <Box component="td" sx={{ whiteSpace: 'nowrap' }}>{model.origin === 'built-in' ? 'part of Pleura' : 'installed here'}<Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>made {day(model.createdAt, new Date())}</Box></Box>
    </tr>
  );
}

/** Scrolls sideways where the window is narrow. */
export function BundleTable({ models, shown, onShow }: BundleTableProps) {
  return (
    <Box>
      {/* Not a caption: it would scroll away with the table. */}
      <Box id="models-basis" sx={{ color: 'text.secondary', pb: 2 }}>Clips, split by patient and cross-validated by whoever made the model; in brackets the 95% interval. Models measured on different data do not compare: see Compare.</Box>
      <Box role="region" aria-label="Installed models" tabIndex={0} sx={{ overflowX: 'auto' }}>
        <Box component="table" aria-describedby="models-basis" sx={table}>
          <thead>
            <tr>
              <th scope="col">Model</th><th scope="col">Trained on</th><th scope="col">AUC</th><th scope="col"><abbr title="Expected calibration error">ECE</abbr></th>
              <th scope="col">Wrongly rejected</th><th scope="col">Precision</th><th scope="col">Licence</th><th scope="col">Origin</th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => <Row key={model.sha256} model={model} shown={model.sha256 === shown} onShow={() => onShow(model.sha256)} />)}
          </tbody>
        </Box>
      </Box>
    </Box>
  );
}
