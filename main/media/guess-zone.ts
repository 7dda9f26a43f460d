import type { ProtocolId, Side, ZoneId } from '../../preload/domain.ts';

/** What a name says: a numbered zone, or a place on the chest in words. */
type Hint =
  | { readonly kind: 'number'; readonly side: Side; readonly number: number }
  | { readonly kind: 'place'; readonly side: Side; readonly height: 'upper' | 'lower'; readonly face: 'anterior' | 'lateral' | 'posterior' }
  | { readonly kind: 'blue'; readonly side: Side; readonly number: 1 | 2 | 3 };

const sides: Readonly<Record<string, Side>> = {
  l: 'left', lt: 'left', lft: 'left', left: 'left', links: 'left', linke: 'left', gauche: 'left', izq: 'left', izquierda: 'left', izquierdo: 'left', sinistra: 'left', sinistro: 'left', sin: 'left', sx: 'left',
  r: 'right', rt: 'right', rgt: 'right', right: 'right', rechts: 'right', rechte: 'right', droit: 'right', droite: 'right', der: 'right', derecha: 'right', derecho: 'right', destra: 'right', destro: 'right', dx: 'right',
};
const heights: Readonly<Record<string, 'upper' | 'lower'>> = {
  upper: 'upper', up: 'upper', superior: 'upper', sup: 'upper', apical: 'upper', top: 'upper', oben: 'upper',
  lower: 'lower', low: 'lower', inferior: 'lower', inf: 'lower', basal: 'lower', base: 'lower', bottom: 'lower', unten: 'lower',
};
const faces: Readonly<Record<string, 'anterior' | 'lateral' | 'posterior'>> = {
  anterior: 'anterior', ant: 'anterior', front: 'anterior', ventral: 'anterior', anterieur: 'anterior',
  lateral: 'lateral', lat: 'lateral', axillary: 'lateral', axilla: 'lateral', side: 'lateral',
  posterior: 'posterior', post: 'posterior', dorsal: 'posterior', back: 'posterior', rear: 'posterior',
};
const filler = /^(zone|zona|z|area|region|field|quadrant|point|pt|pos|position|site|view|lung|blue|bluepoint|chest|side|no|nr)$/;
const numbers = /^0?([1-6])$/;

/** Splits a name into lower-case words: at separators, at camelCase, and between letters and digits ("P12L3", "RightUpperAnt"). */
function wordsOf(name: string): string[] {
  const spaced = name
    .normalize('NFKD').replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2').replace(/(\d)(\p{L})/gu, '$1 $2');
  return spaced.toLowerCase().split(/[^\p{L}\d]+/u).filter((word) => word !== '');
}

function numberHint(words: readonly string[]): Hint | null {
  // A zone's number follows its side ("R1", "left zone 3"); only where none does, it may go before ("3L", "zone 4 right").
  for (let i = words.length - 1; i >= 0; i--) {
    const side = sideOf(words[i] ?? '');
    if (side === null) continue;
    let next = i + 1;
    while (filler.test(words[next] ?? '')) next++;
    const after = numbers.exec(words[next] ?? '');
    if (after !== null) return { kind: 'number', side, number: Number(after[1]) };
  }
  for (let i = words.length - 1; i > 0; i--) {
    const side = sideOf(words[i] ?? '');
    const before = numbers.exec(words[i - 1] ?? '');
    if (side === null || before === null) continue;
    if (i === 1 || filler.test(words[i - 2] ?? '') || i === words.length - 1) return { kind: 'number', side, number: Number(before[1]) };
  }
  return null;
}

/** "rz" and "lz" are side and zone in one. */
function sideOf(word: string): Side | null {
  return sides[word] ?? (word === 'rz' ? 'right' : word === 'lz' ? 'left' : null);
}

function placeHint(words: readonly string[]): Hint | null {
  const side = words.map((word) => sides[word]).findLast((found) => found !== undefined);
  const height = words.map((word) => heights[word]).findLast((found) => found !== undefined);
  const face = words.map((word) => faces[word]).findLast((found) => found !== undefined);
  if (side !== undefined) {
    if (words.some((word) => /^(plaps|postero?lateral|posterolat)$/.test(word))) return { kind: 'blue', side, number: 3 };
    if (height !== undefined && face !== undefined) return { kind: 'place', side, height, face };
    if (height !== undefined && words.includes('blue')) return { kind: 'blue', side, number: height === 'upper' ? 1 : 2 };
  }
  return words.map(abbreviation).findLast((hint) => hint !== null) ?? null;
}

/** "RUA", "LLL", "RAS", "LPI": side, then height and face in either order. */
function abbreviation(word: string): Hint | null {
  const found = /^([lr])(?:([us])|([li]))([alp])$/.exec(word) ?? /^([lr])(?=[alp][usli]$)(?:.(?:([us])|([li])))$/.exec(word);
  if (found === null) return null;
  const letter = found[4] ?? word[1];
  const face = letter === 'a' ? 'anterior' : letter === 'l' ? 'lateral' : 'posterior';
  return { kind: 'place', side: found[1] === 'l' ? 'left' : 'right', height: found[2] === undefined ? 'lower' : 'upper', face };
}

/** The file's own name speaks first; its folders ("left/zone 2.mp4") help where it does not. */
function hintOf(name: string): Hint | null {
  const parts = name.replace(/\.[A-Za-z0-9]{2,5}$/, '').split(/[\\/]/);
  const own = wordsOf(parts.at(-1) ?? '');
  const all = wordsOf(parts.join(' '));
  return numberHint(own) ?? placeHint(own) ?? (parts.length > 1 ? (numberHint(all) ?? placeHint(all)) : null);
}

function protocolOf(hints: readonly (Hint | null)[]): ProtocolId {
  const has = (test: (hint: Hint) => boolean) => hints.some((hint) => hint !== null && test(hint));
  if (has((hint) => (hint.kind === 'number' && hint.number > 4) || (hint.kind === 'place' && hint.face === 'posterior'))) return 'zones12';
  if (has((hint) => (hint.kind === 'number' && hint.number === 4) || (hint.kind === 'place' && hint.face === 'lateral'))) return 'zones8';
  return 'blue6';
}

function zoneOf(hint: Hint | null, protocol: ProtocolId): ZoneId | null {
  if (hint === null) return null;
  const letter = hint.side === 'left' ? 'L' : 'R';
  switch (hint.kind) {
    case 'number':
      return `${letter}${hint.number}`;
    case 'blue':
      // BLUE points have no exact counterpart in the other protocols' third zone.
      return protocol === 'blue6' || hint.number < 3 ? `${letter}${hint.number}` : null;
    case 'place':
      return `${letter}${{ anterior: 1, lateral: 3, posterior: 5 }[hint.face] + (hint.height === 'upper' ? 0 : 1)}`;
  }
}

/** Guesses each clip's chest zone from its name, and the protocol from the zones that appear. Null where the name says nothing safe. */
export function guessZones(names: readonly string[]): { readonly protocol: ProtocolId; readonly zones: (ZoneId | null)[] } {
  const hints = names.map(hintOf);
  const protocol = protocolOf(hints);
  return { protocol, zones: hints.map((hint) => zoneOf(hint, protocol)) };
}
