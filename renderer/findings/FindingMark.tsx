/** The mark of a finding. Shape tells as much as colour: filled, open, hatched, barred, crossed, dashed, a stroke. */
import { useTheme } from '@mui/material/styles';
import type { ZoneFinding } from '../../preload/domain.ts';
import { findingColour } from './colours.ts';
import { findingWords } from './finding.ts';

interface FindingMarkProps {
  readonly finding: ZoneFinding;
  /** Places IS on the amber-to-red scale. */
  readonly probability?: number | null;
  readonly size?: number;
  /** Spoken and shown on hover; pass '' where the words stand beside the mark. */
  readonly label?: string;
  /** A dot in the corner: a reader has decided. */
  readonly read?: boolean;
}

function Shape({ finding, colour }: { readonly finding: ZoneFinding; readonly colour: string }) {
  const ring = <circle cx={8} cy={8} r={5.25} fill="none" stroke={colour} strokeWidth={1.5} />;
  switch (finding) {
    case 'IS': return <circle cx={8} cy={8} r={6} fill={colour} />;
    case 'healthy': return ring;
    case 'indeterminate': return (
      <>
        {ring}
        <path d="M4.6 9.2 9.2 4.6 M5.2 11.6 11.6 5.2 M7.2 12.6 12.6 7.2" stroke={colour} strokeWidth={1.2} />
      </>
    );
    case 'rejected': return (
      <>
        {ring}
        <path d="M4.3 11.7 11.7 4.3" stroke={colour} strokeWidth={1.5} />
      </>
    );
    case 'not-readable': return <path d="M3.5 3.5 12.5 12.5 M12.5 3.5 3.5 12.5" stroke={colour} strokeWidth={1.75} strokeLinecap="round" />;
    case 'not-analysed': return <circle cx={8} cy={8} r={5.25} fill="none" stroke={colour} strokeWidth={1.5} strokeDasharray="2 2.1" />;
    case 'not-examined': return <path d="M5 8h6" stroke={colour} strokeWidth={1.5} strokeLinecap="round" />;
  }
}

/** Shows a finding at 16 px (or `size`) with its words for screen readers. */
export function FindingMark({ finding, probability = null, size = 16, label = findingWords(finding), read = false }: FindingMarkProps) {
  const theme = useTheme();
  const spoken = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" {...spoken} focusable="false">
      {label !== '' && <title>{label}</title>}
      <Shape finding={finding} colour={findingColour(theme, finding, probability)} />
      {read && <circle cx={13.6} cy={2.4} r={2.1} fill={theme.palette.text.primary} stroke={theme.palette.surface.panel} strokeWidth={0.8} />}
    </svg>
  );
}
