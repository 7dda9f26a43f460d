/** The chest with the protocol's zones and their scores, as SVG for paper. Digits and line styles tell what colour tells. Pure. */
import type { ProtocolId } from '../../preload/domain.ts';
import type { ReportZone, ZoneScoreValue } from '../../preload/report.ts';
import { html } from './escape.ts';

type View = 'right-flank' | 'front' | 'left-flank' | 'back';

interface Place {
  readonly view: 'front' | 'flank' | 'back';
  /** Centre in the drawing, 0..1: outwards from the body's midline, on a flank towards the front. */
  readonly off: number;
  readonly y: number;
}

/** In the zones' order on one side, as the exam page draws them. */
const places: Readonly<Record<ProtocolId, readonly Place[]>> = {
  blue6: [{ view: 'front', off: 0.15, y: 0.39 }, { view: 'front', off: 0.16, y: 0.62 }, { view: 'flank', off: -0.1, y: 0.67 }],
  zones8: [{ view: 'front', off: 0.15, y: 0.39 }, { view: 'front', off: 0.15, y: 0.62 }, { view: 'flank', off: 0, y: 0.42 }, { view: 'flank', off: 0, y: 0.66 }],
  zones12: [
    { view: 'front', off: 0.15, y: 0.39 }, { view: 'front', off: 0.15, y: 0.62 }, { view: 'flank', off: 0, y: 0.42 }, { view: 'flank', off: 0, y: 0.66 },
    { view: 'back', off: 0.15, y: 0.39 }, { view: 'back', off: 0.15, y: 0.62 },
  ],
};

const torso = 'M80 4V22C80 34 62 38 42 44C22 50 14 64 13 86L12 128C13 136 29 136 31 128L37 96C40 122 42 150 39 178C37 194 36 206 36 216M120 4V22C120 34 138 38 158 44C178 50 186 64 187 86L188 128C187 136 171 136 169 128L163 96C160 122 158 150 161 178C163 194 164 206 164 216';
const lungs = 'M91 54C79 52 62 72 56 102C52 126 50 148 52 164C64 153 81 153 94 160C96 122 96 82 91 54ZM109 54C121 52 138 72 144 102C148 126 150 148 148 164C136 154 124 152 116 156C118 142 112 132 106 128C104 100 104 80 109 54Z';
const lungsBehind = 'M91 54C79 52 62 72 56 102C52 126 50 148 52 164C64 153 81 153 94 160C96 122 96 82 91 54ZM109 54C121 52 138 72 144 102C148 126 150 148 148 164C136 153 119 153 106 160C104 122 104 82 109 54Z';
const flankBody = 'M44 4V24C32 34 20 52 18 86C16 122 22 160 22 216M68 4V24C72 36 80 44 86 58C96 80 99 110 96 140C93 170 92 190 90 216';
const flankLung = 'M58 52C38 56 30 86 28 118C27 142 28 160 34 170C52 152 74 148 88 144C90 110 84 70 58 52Z';

/** Ink on white paper; fills get darker with the score, and the digit says it. */
const fills: Readonly<Record<ZoneScoreValue, string>> = { 0: '#FFFFFF', 1: '#F6E3BF', 2: '#EDB36B', 3: '#CF5A3C' };

const captions: Readonly<Record<View, string>> = { 'right-flank': 'Right side', front: 'Front', 'left-flank': 'Left side', back: 'Back' };
const widths: Readonly<Record<View, number>> = { 'right-flank': 116, front: 200, 'left-flank': 116, back: 200 };

function outline(view: View): string {
  const flank = view === 'right-flank' || view === 'left-flank';
  const [body, lung] = flank ? [flankBody, flankLung] : [torso, view === 'back' ? lungsBehind : lungs];
  const drawn = `<path d="${lung}" fill="#F3F4F5" stroke="#C3CACE"/><path d="${body}" fill="none" stroke="#6B767D" stroke-width="1.5" stroke-linecap="round"/>`;
  return view === 'left-flank' ? `<g transform="translate(116 0) scale(-1 1)">${drawn}</g>` : drawn;
}

/** What stands in a zone: its score, else P, N or – for what is known of it. */
function mark({ state, score }: ReportZone): string {
  if (state === 'not-examined') return '–';
  if (score.value !== null) return String(score.value);
  return state === 'pathological' ? 'P' : state === 'normal' ? 'N' : '?';
}

function cell(zone: ReportZone, x: number, y: number, width: number): string {
  const examined = zone.state !== 'not-examined';
  const fill = examined && zone.score.value !== null ? fills[zone.score.value] : '#FFFFFF';
  const ink = examined && zone.score.value === 3 ? '#FFFFFF' : '#14191C';
  const edge = examined ? 'stroke="#14191C" stroke-width="1.2"' : 'stroke="#6B767D" stroke-width="1.2" stroke-dasharray="3 2.4"';
  return `<rect x="${x - width / 2}" y="${y - 22}" width="${width}" height="44" rx="4" fill="${fill}" ${edge}/>`
    + `<text x="${x}" y="${y - 8}" text-anchor="middle" font-size="11" fill="${ink}">${html(zone.zone)}</text>`
    + `<text x="${x}" y="${y + 14}" text-anchor="middle" font-size="19" font-weight="700" fill="${ink}">${mark(zone)}</text>`;
}

function viewOf(place: Place, right: boolean): View {
  return place.view === 'flank' ? (right ? 'right-flank' : 'left-flank') : place.view;
}

function cellsOn(view: View, protocol: ProtocolId, zones: readonly ReportZone[]): string {
  return zones.map((zone) => {
    const right = zone.zone.startsWith('R');
    const place = places[protocol][Number(zone.zone.slice(1)) - 1];
    if (place === undefined || viewOf(place, right) !== view) return '';
    // The patient's right lies at the viewer's left in front, at the right behind; flanks look towards the front drawing.
    const direction = right === (place.view === 'front') ? -1 : 1;
    return cell(zone, widths[view] * (0.5 + direction * place.off), 220 * place.y, place.view === 'flank' ? 52 : 48);
  }).join('');
}

/** In words for those who cannot see it: "R1 score 2; R2 not examined". */
function spoken(zones: readonly ReportZone[]): string {
  return zones.map((zone) => `${zone.zone} ${zone.state === 'not-examined' ? 'not examined' : zone.score.value === null ? (zone.state ?? 'not reported') : `score ${zone.score.value}`}`).join('; ');
}

/** One SVG with the views that the protocol needs, side by side. */
export function zoneMap(protocol: ProtocolId, zones: readonly ReportZone[]): string {
  const views = (['right-flank', 'front', 'left-flank', 'back'] as const).filter((view) => zones.some((zone) => {
    const place = places[protocol][Number(zone.zone.slice(1)) - 1];
    return place !== undefined && viewOf(place, zone.zone.startsWith('R')) === view;
  }));
  let x = 0;
  const drawn = views.map((view) => {
    const part = `<g transform="translate(${x} 0)">${outline(view)}${cellsOn(view, protocol, zones)}<text x="${widths[view] / 2}" y="236" text-anchor="middle" font-size="11" fill="#4C5860">${captions[view]}</text></g>`;
    x += widths[view] + 8;
    return part;
  });
  return `<svg class="map" viewBox="0 0 ${Math.max(1, x - 8)} 240" role="img" aria-label="${html(`Zone map. ${spoken(zones)}`)}">${drawn.join('')}</svg>`;
}
