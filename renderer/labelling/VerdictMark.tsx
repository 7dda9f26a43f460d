/** The mark of a reader's verdict: the marks of findings, and a barred square for what is no lung. */
import { useTheme } from '@mui/material/styles';
import type { ReadingVerdict } from '../../preload/readings.ts';
import { FindingMark } from '../findings/FindingMark.tsx';

/** Words stand beside it. */
export function VerdictMark({ verdict, size = 16 }: { readonly verdict: ReadingVerdict | null; readonly size?: number }) {
  const theme = useTheme();
  if (verdict === null) return <FindingMark finding="not-examined" label="" size={size} />;
  if (verdict !== 'not-lung') return <FindingMark finding={verdict} label="" size={size} />;
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden focusable="false">
      <path d="M3 3h10v10h-10z M3 13 13 3" fill="none" stroke={theme.palette.finding.notReadable} strokeWidth={1.5} />
    </svg>
  );
}
