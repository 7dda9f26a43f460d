/** Under which terms a model may be used: what they mean, then what they say. */
import Box from '@mui/material/Box';
import type { BundleDetail, BundleInfo } from '../../preload/models.ts';
import { figureTable } from './figure-styles.ts';
import { licenceMeaning } from './model-words.ts';

function DataTable({ data }: Pick<BundleDetail, 'data'>) {
  if (data.length === 0) return null;
  return (
    <Box role="region" aria-label="Data" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={figureTable}>
        <caption>The data that it learnt from</caption>
        <thead><tr><th scope="col">Data set</th><th scope="col">Licence</th><th scope="col">DOI</th></tr></thead>
        <tbody>{data.map(({ name, licence, doi }) => <tr key={name}><th scope="row">{name}</th><td>{licence}</td><td>{doi ?? '–'}</td></tr>)}</tbody>
      </Box>
    </Box>
  );
}

const verbatim = { m: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.75rem', fontFamily: 'ui-monospace, monospace', maxWidth: 760 } as const;

export function LicencePanel({ model, detail }: { readonly model: BundleInfo; readonly detail: BundleDetail }) {
  const terms = [model.licence, detail.licenceText, ...detail.data.map(({ licence }) => licence)];
  return (
    <Box sx={{ display: 'grid', gap: 5 }}>
      <Box>
        <Box sx={{ fontWeight: 600 }}>{model.licence}</Box>
        <Box component="ul" sx={{ m: 0, mt: 1, pl: 5, display: 'grid', gap: 1, maxWidth: 720 }}>{licenceMeaning(terms).map((sentence) => <li key={sentence}>{sentence}</li>)}</Box>
      </Box>
      <DataTable data={detail.data} />
      {detail.licenceText !== '' && <Box><Box component="h4" sx={{ m: 0, mb: 1, fontSize: '0.8125rem' }}>Terms</Box><Box component="pre" sx={verbatim}>{detail.licenceText}</Box></Box>}
      {detail.notice !== '' && <Box><Box component="h4" sx={{ m: 0, mb: 1, fontSize: '0.8125rem' }}>Notice</Box><Box component="pre" sx={verbatim}>{detail.notice}</Box></Box>}
    </Box>
  );
}
