/** The chest with each zone's score, as it will stand in the report. */
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { ReportContent, ReportZone } from '../../preload/report.ts';
import { viewsOf, zonesOf } from '../cases/zones.ts';
import { ChestDrawing } from '../exam/ChestDrawing.tsx';

interface ScoreMapProps {
  readonly content: ReportContent;
  readonly current: string | null;
  readonly onZone: (zone: string) => void;
}

/** Score, else P, N, – or ?: never colour alone. */
export function zoneMark({ state, score }: Pick<ReportZone, 'state' | 'score'>): string {
  if (state === 'not-examined') return '–';
  if (score.value !== null) return String(score.value);
  return state === 'pathological' ? 'P' : state === 'normal' ? 'N' : '?';
}

export function ScoreMap({ content, current, onZone }: ScoreMapProps) {
  const { palette } = useTheme();
  const colours = ['transparent', `${palette.finding.isLow}33`, `${palette.finding.isLow}88`, `${palette.finding.isHigh}AA`] as const;
  return (
    <Box role="group" aria-label="Zone scores" sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', rowGap: 2 }}>
      {viewsOf(content.protocol).map((view) => {
        const flank = view === 'left-flank' || view === 'right-flank';
        return (
          <Box key={view} sx={{ position: 'relative', width: flank ? '26.5%' : '46%', aspectRatio: flank ? '116 / 220' : '200 / 220' }}>
            <ChestDrawing view={view} />
            {zonesOf(content.protocol).filter((zone) => zone.view === view).map((place) => {
              const zone = content.zones.find((one) => one.zone === place.id);
              if (zone === undefined) return null;
              const missing = zone.state === 'not-examined' || zone.state === null;
              return (
                <Box
                  key={place.id}
                  component="button"
                  type="button"
                  tabIndex={-1}
                  data-zone={place.id}
                  data-mark={zoneMark(zone)}
                  aria-label={`${place.id}, ${place.label}: ${missing ? (zone.state === null ? 'not reported' : 'not examined') : zone.score.value === null ? zone.state : `score ${zone.score.value}`}`}
                  onClick={() => onZone(place.id)}
                  style={{ left: `${(place.x - place.width / 2) * 100}%`, top: `${(place.y - place.height / 2) * 100}%`, width: `${place.width * 100}%`, height: `${place.height * 100}%` }}
                  sx={{
                    position: 'absolute', p: 0, display: 'grid', placeContent: 'center', cursor: 'pointer', font: 'inherit', color: 'text.primary', borderRadius: 1, lineHeight: 1.15,
                    border: missing ? `1px dashed ${palette.surface.edge}` : `1.5px solid ${palette.text.secondary}`, bgcolor: missing ? 'transparent' : colours[zone.score.value ?? 0],
                    // Drawn, so that they are no part of the button's name.
                    '&::before': { content: 'attr(data-zone)', fontSize: '0.625rem' },
                    '&::after': { content: 'attr(data-mark)', fontSize: '1rem', fontWeight: 700 },
                    boxShadow: place.id === current ? `0 0 0 2px ${palette.primary.main}` : 'none',
                  }}
                />
              );
            })}
          </Box>
        );
      })}
    </Box>
  );
}
