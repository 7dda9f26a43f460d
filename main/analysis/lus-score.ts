/**
 * Scores of aeration, 0 to 3 a zone, and their sums. Two schemes that are never mixed:
 * LUS score (Soummer et al. 2012, doi 10.1097/CCM.0b013e3182533f3f; 12 zones 0-36; the share of the pleura after Mongodi et al. 2017, doi 10.1186/s13054-017-1702-1;
 * over 8 zones, 0-24) and the COVID-19 scheme of Soldati et al. 2020 (doi 10.1002/jum.15285), whose grades say other things.
 */
import type { ProtocolId } from '../../preload/domain.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import type { ScoreTotal, ZoneFindings, ZoneScoreValue } from '../../preload/report.ts';

/** Null: the findings do not decide it; `reason` then says what is missing. */
export interface RuleScore {
  readonly value: ZoneScoreValue | null;
  readonly reason: string;
}

const largestZoneScore = 3;

/** Zones whose scores may be added: null where a scheme has no sum over a protocol. */
const summed: Readonly<Record<SeverityScheme, readonly ProtocolId[]>> = { lus: ['zones8', 'zones12'], soldati: ['zones8', 'zones12'] };

/** Subpleural consolidations and coalescent B-lines weigh by the share of the pleura that they take. */
function byInvolvement(what: string, involved: ZoneFindings['involved']): RuleScore {
  switch (involved) {
    case 'under-half': return { value: 1, reason: `${what} in under half of the pleura` };
    case 'over-half': return { value: 2, reason: `${what} in over half of the pleura` };
    case null: return { value: null, reason: `${what} without their share of the pleura` };
  }
}

/** What every scheme needs before it looks at the findings. */
function unexamined({ state }: ZoneFindings): RuleScore | null {
  return state === 'not-examined' ? { value: null, reason: 'not examined' } : null;
}

/**
 * LUS score of a zone: 0 A-lines or at most 2 B-lines; 1 three or more spaced B-lines, or coalescent B-lines or subpleural consolidations in under half of
 * the pleura; 2 these in over half; 3 lobar consolidation. The worst finding decides.
 */
export function lusScore(findings: ZoneFindings): RuleScore {
  const none = unexamined(findings);
  if (none !== null) return none;
  const { bLines, aLines, consolidation, involved } = findings;
  if (consolidation === 'lobar') return { value: 3, reason: 'consolidation' };
  if (bLines === 'confluent') return byInvolvement('coalescent B-lines', involved);
  if (consolidation === 'subpleural') return byInvolvement('subpleural consolidations', involved);
  if (bLines === '3+') return { value: 1, reason: '3 or more spaced B-lines' };
  if (bLines === '1-2') return { value: 0, reason: 'at most 2 B-lines' };
  if (bLines === '0') return { value: 0, reason: aLines === true ? 'A-lines, no B-lines' : 'no B-lines' };
  if (aLines === true) return { value: 0, reason: 'A-lines' };
  return { value: null, reason: 'neither B-lines nor A-lines are named' };
}

/**
 * Soldati's scheme: 0 regular pleural line with A-lines; 1 indented pleural line with vertical artefacts; 2 broken pleural line with small or large consolidations;
 * 3 dense, largely extended white lung. White lung over half of the pleura decides before consolidations.
 */
export function soldatiScore(findings: ZoneFindings): RuleScore {
  const none = unexamined(findings);
  if (none !== null) return none;
  const { bLines, pleura, consolidation, involved } = findings;
  if (bLines === 'confluent' && involved === 'over-half') return { value: 3, reason: 'white lung in over half of the pleura' };
  if (bLines === 'confluent' && involved === null) return { value: null, reason: 'coalescent B-lines without their share of the pleura' };
  if (consolidation === 'lobar' || consolidation === 'subpleural') return { value: 2, reason: 'consolidation below the pleural line' };
  if (pleura === 'broken') return { value: 2, reason: 'broken pleural line' };
  if (pleura === 'irregular') return { value: 1, reason: 'irregular pleural line' };
  if (bLines === 'confluent' || bLines === '3+' || bLines === '1-2') return { value: 1, reason: 'vertical artefacts' };
  if (pleura === 'regular' && (bLines === '0' || findings.aLines === true)) return { value: 0, reason: 'regular pleural line, no vertical artefacts' };
  return { value: null, reason: 'neither the pleural line nor B-lines are named' };
}

export function scoreByRule(scheme: SeverityScheme, findings: ZoneFindings): RuleScore {
  switch (scheme) {
    case 'lus': return lusScore(findings);
    case 'soldati': return soldatiScore(findings);
  }
}

/** Name of a scheme as reports write it. */
export function schemeName(scheme: SeverityScheme): string {
  return scheme === 'lus' ? 'LUS score' : 'COVID-19 score (Soldati 2020)';
}

/** The sum of all zones' scores of one scheme; without one while any zone has no score, and for protocols that the scheme has no sum over. */
export function scoreTotal(scheme: SeverityScheme, protocol: ProtocolId, scores: readonly (ZoneScoreValue | null)[]): ScoreTotal {
  const known = scores.filter((score) => score !== null);
  const base = { scheme, protocol, scored: known.length, zones: scores.length };
  if (!summed[scheme].includes(protocol)) return { ...base, value: null, of: null, reason: `${schemeName(scheme)} has no total over BLUE points; zones are scored singly.` };
  if (known.length < scores.length) return { ...base, value: null, of: null, reason: `${known.length} of ${scores.length} zones scored: no total.` };
  return { ...base, value: known.reduce<number>((sum, score) => sum + score, 0), of: scores.length * largestZoneScore, reason: null };
}
