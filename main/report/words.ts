/** The report's values in plain words, for print, tables and conclusions. */
import type { ProtocolId, ZoneId } from '../../preload/domain.ts';
import type { BLineClass, Consolidation, Effusion, Pleura, Sliding } from '../../preload/readings.ts';
import type { PleuraInvolved, Position, ReportAiClip, ZoneFindings, ZoneState } from '../../preload/report.ts';

type Words<T extends string> = Readonly<Record<T, string>>;

export const stateWords: Words<ZoneState> = { normal: 'normal', pathological: 'pathological', 'not-examined': 'not examined' };
export const bLineWords: Words<BLineClass> = { '0': 'none', '1-2': '1–2', '3+': '3 or more', confluent: 'coalescent' };
export const pleuraWords: Words<Pleura> = { regular: 'regular', irregular: 'irregular', broken: 'broken' };
export const involvedWords: Words<PleuraInvolved> = { 'under-half': '< 50%', 'over-half': '> 50%' };
export const consolidationWords: Words<Consolidation> = { none: 'none', subpleural: 'subpleural', lobar: 'lobar' };
export const effusionWords: Words<Effusion> = { none: 'none', small: 'small', large: 'large' };
export const slidingWords: Words<Sliding> = { present: 'present', absent: 'absent', 'lung-point': 'lung point' };
export const positionWords: Words<Position> = {
  supine: 'supine', 'semi-recumbent': 'semi-recumbent', sitting: 'sitting', prone: 'prone', 'left-lateral': 'left lateral', 'right-lateral': 'right lateral',
};
export const protocolWords: Words<ProtocolId> = { blue6: 'BLUE points (3 a side)', zones8: '8 zones', zones12: '12 zones' };

const places: Readonly<Record<ProtocolId, readonly string[]>> = {
  blue6: ['upper BLUE point', 'lower BLUE point', 'PLAPS point'],
  zones8: ['upper anterior', 'lower anterior', 'upper lateral', 'basal lateral'],
  zones12: ['upper anterior', 'lower anterior', 'upper lateral', 'lower lateral', 'upper posterior', 'lower posterior'],
};

/** "right upper anterior". */
export function zonePlace(protocol: ProtocolId, zone: ZoneId): string {
  const place = places[protocol][Number(zone.slice(1)) - 1] ?? '';
  return `${zone.startsWith('R') ? 'right' : 'left'} ${place}`;
}

/** "23 Nov 2026, 09:30" in the machine's time zone. */
export function dayAndTime(iso: string): string {
  return `${day(iso)}, ${new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

/** "23 Nov 2026". */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "R1, R2 and L3". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** What was found, without what was not: "coalescent B-lines (> 50%), irregular pleura, small effusion". Empty where nothing stands out. */
export function notable(findings: ZoneFindings): string {
  const { bLines, pleura, consolidation, effusion, sliding, involved } = findings;
  const share = involved === null ? '' : ` (${involvedWords[involved]} of the pleura)`;
  return [
    bLines === '3+' ? '3 or more B-lines' : bLines === 'confluent' ? `coalescent B-lines${share}` : '',
    pleura === 'irregular' || pleura === 'broken' ? `${pleuraWords[pleura]} pleura` : '',
    consolidation === 'subpleural' || consolidation === 'lobar' ? `${consolidationWords[consolidation]} consolidation` : '',
    effusion === 'small' || effusion === 'large' ? `${effusionWords[effusion]} effusion` : '',
    sliding === 'absent' ? 'no lung sliding' : sliding === 'lung-point' ? 'lung point' : '',
  ].filter((part) => part !== '').join(', ');
}

/** "IS 0.92", "healthy 0.08", "rejected (dark)", "not finished". */
export function aiWords({ verdict, probability, rejection, complete }: ReportAiClip): string {
  if (verdict === 'rejected') return `rejected (${rejection ?? 'not readable'})`;
  if (verdict === null || probability === null) return 'no result';
  return `${verdict} ${probability.toFixed(2)}${complete ? '' : ' (not finished)'}`;
}
