/** Each reader by themselves: pace, agreement with the consensus, what the reveal changed, own repeats. */
import Box from '@mui/material/Box';
import type { AgreementReport, ReaderFigures, RevealFigures } from '../../preload/agreement.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { figureTable } from '../models/figure-styles.ts';
import { intervalWords, speedWords } from './agreement-words.ts';
import { FigureCell } from './FigureCell.tsx';

const small = { color: 'text.secondary', fontSize: '0.75rem' } as const;

function RevealCell({ reveal }: { readonly reveal: RevealFigures }) {
  if (reveal.clips === 0) return <td>nothing revealed</td>;
  const ways = reveal.towardsAi === null ? '' : `${reveal.towardsAi} towards the AI, ${reveal.awayFromAi ?? 0} away from it`;
  return (
    <td>
      <Box component="span" sx={{ fontWeight: 600 }}>{reveal.changed} of {reveal.clips}</Box>
      <Box sx={small}>{reveal.rate.value === null ? '' : `${(100 * reveal.rate.value).toFixed(0)}%, ${intervalWords(reveal.rate)}`}</Box>
      {ways !== '' && <Box sx={small}>{ways}</Box>}
    </td>
  );
}

function Row({ one, initials }: { readonly one: ReaderFigures; readonly initials: (reader: ReaderId) => string }) {
  const { againstConsensus, repeats } = one;
  return (
    <tr>
      <th scope="row">{initials(one.reader)}</th><td>{one.clips}</td><td>{speedWords(one.medianTookMs, one.clipsPerMinute)}</td>
      <td>{againstConsensus?.clips ?? 0}</td><FigureCell figure={againstConsensus?.observed ?? null} /><FigureCell figure={againstConsensus?.kappa ?? null} />
      <RevealCell reveal={one.reveal} />
      {repeats === null ? <td>none</td> : <td><b>{repeats.kappa.value === null ? '–' : repeats.kappa.value.toFixed(2)}</b><Box sx={small}>{intervalWords(repeats.kappa)}; {repeats.clips} clips</Box></td>}
    </tr>
  );
}

export function ReaderTable({ report, initials }: { readonly report: AgreementReport; readonly initials: (reader: ReaderId) => string }) {
  return (
    <Box role="region" aria-label="Each reader" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={figureTable}>
        <thead>
          <tr>
            <th scope="col">Reader</th><th scope="col">Clips</th><th scope="col">Pace (median)</th><th scope="col">With consensus</th><th scope="col">Agreement</th><th scope="col">Kappa</th>
            <th scope="col">Changed after the reveal</th><th scope="col">Kappa of own repeats</th>
          </tr>
        </thead>
        <tbody>{report.perReader.map((one) => <Row key={one.reader} one={one} initials={initials} />)}</tbody>
      </Box>
    </Box>
  );
}
