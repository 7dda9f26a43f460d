/** Every two readers: agreement and kappa. */
import Box from '@mui/material/Box';
import type { AgreementReport } from '../../preload/agreement.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { figureTable } from '../models/figure-styles.ts';
import { FigureCell } from './FigureCell.tsx';

export function PairTable({ report, initials }: { readonly report: AgreementReport; readonly initials: (reader: ReaderId) => string }) {
  return (
    <Box role="region" aria-label="Every two readers" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={figureTable}>
        <thead>
          <tr>
            <th scope="col">Readers</th><th scope="col">Clips</th><th scope="col">Patients</th><th scope="col">Agreement</th><th scope="col">Kappa</th>
            {report.ordinal && <><th scope="col">Linear weights</th><th scope="col">Quadratic weights</th></>}
          </tr>
        </thead>
        <tbody>
          {report.pairs.map((pair) => (
            <tr key={`${pair.first} ${pair.second}`}>
              <th scope="row">{initials(pair.first)} and {initials(pair.second)}</th><td>{pair.clips}</td><td>{pair.patients}</td>
              <FigureCell figure={pair.observed} /><FigureCell figure={pair.kappa} />
              {report.ordinal && <><FigureCell figure={pair.linear} /><FigureCell figure={pair.quadratic} /></>}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
