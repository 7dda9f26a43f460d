/** Findings in words and their place on the colour scale. */
import type { RejectionReason, ZoneFinding } from '../../preload/domain.ts';

/** As spoken and as the tooltip says it. */
export function findingWords(finding: ZoneFinding): string {
  switch (finding) {
    case 'IS': return 'interstitial syndrome';
    case 'healthy': return 'healthy';
    case 'indeterminate': return 'indeterminate';
    case 'rejected': return 'rejected';
    case 'not-readable': return 'not readable';
    case 'not-analysed': return 'not analysed';
    case 'not-examined': return 'not examined';
  }
}

/** The short word beside a mark: "IS", "Healthy". */
export function findingLabel(finding: ZoneFinding): string {
  if (finding === 'IS') return 'IS';
  const words = findingWords(finding);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why a clip was rejected, in a few words. */
export function rejectionLabel(reason: RejectionReason): string {
  switch (reason) {
    case 'not-lung': return 'Not lung ultrasound';
    case 'dark': return 'Too dark to read';
    case 'flat': return 'Nothing to read';
    case 'frozen': return 'Frozen picture';
  }
}

/** "R1: interstitial syndrome by AI, read as healthy". */
export function zoneWords(zone: string, ai: ZoneFinding, read: ZoneFinding | null): string {
  if (ai === 'not-examined' && read === null) return `${zone}: not examined`;
  const byAi = ai === 'not-analysed' ? 'not analysed' : ai === 'rejected' ? 'rejected as not readable' : `${findingWords(ai)} by AI`;
  return read === null ? `${zone}: ${byAi}, unread` : `${zone}: ${byAi}, read as ${findingWords(read)}`;
}

/** Mixes two #RRGGBB colours; share 0 gives `from`, 1 gives `to`. */
export function mixColours(from: string, to: string, share: number): string {
  const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(from, at) + (part(to, at) - part(from, at)) * Math.min(1, Math.max(0, share))));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('').toUpperCase()}`;
}
