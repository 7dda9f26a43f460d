/** Change since the patient's last report: zone by zone, by score of the same scheme, else by findings. Other schemes and protocols are not compared. Pure. */
import type { Change, PriorComparison, ReportContent, ReportVersion, ReportZone, ScoreTotal, ZoneChange } from '../../preload/report.ts';
import { schemeName } from '../analysis/lus-score.ts';
import { bLineWords, consolidationWords, protocolWords } from './words.ts';

function changeOf(from: number, to: number): Change {
  return to === from ? 'same' : to < from ? 'better' : 'worse';
}

const bLineRank = { '0': 0, '1-2': 1, '3+': 2, confluent: 3 } as const;
const consolidationRank = { none: 0, subpleural: 1, lobar: 2 } as const;

type Compared = Omit<ZoneChange, 'zone'>;

/** Better in one and worse in the other finding: nobody can say which weighs more, so it is left open. */
function byFindings(before: ReportZone, now: ReportZone): Compared | null {
  const parts: { readonly change: Change; readonly words: string }[] = [];
  if (before.bLines !== null && now.bLines !== null) {
    parts.push({ change: changeOf(bLineRank[before.bLines], bLineRank[now.bLines]), words: `B-lines ${bLineWords[before.bLines]} to ${bLineWords[now.bLines]}` });
  }
  if (before.consolidation !== null && now.consolidation !== null) {
    parts.push({
      change: changeOf(consolidationRank[before.consolidation], consolidationRank[now.consolidation]),
      words: `consolidation ${consolidationWords[before.consolidation]} to ${consolidationWords[now.consolidation]}`,
    });
  }
  if (parts.length === 0) return null;
  const moved = new Set(parts.map(({ change }) => change).filter((change) => change !== 'same'));
  const told = parts.filter(({ change }) => change !== 'same');
  const words = (told.length === 0 ? parts : told).map((part) => part.words).join(', ');
  if (moved.size > 1) return { change: null, by: 'findings', words: `${words}: better and worse` };
  return { change: [...moved][0] ?? 'same', by: 'findings', words };
}

function compareZone(before: ReportZone | undefined, now: ReportZone, sameScheme: boolean): ZoneChange {
  const { zone } = now;
  const none = (words: string): ZoneChange => ({ zone, change: null, by: null, words });
  if (before === undefined) return none('not part of the earlier protocol');
  if (now.state === 'not-examined') return none('not examined now');
  if (before.state === 'not-examined') return none('not examined then');
  const [from, to] = [before.score.value, now.score.value];
  if (sameScheme && from !== null && to !== null) return { zone, change: changeOf(from, to), by: 'score', words: `${from} to ${to}` };
  const found = byFindings(before, now);
  return found === null ? none('too little said to compare') : { zone, ...found };
}

function totalChange(before: ScoreTotal, now: ScoreTotal): PriorComparison['total'] {
  if (before.scheme !== now.scheme || before.protocol !== now.protocol || before.value === null || now.value === null) return null;
  return { from: before.value, to: now.value, change: changeOf(before.value, now.value) };
}

/** Zones of different protocols lie in different places, so that they are not compared at all; with different schemes only findings are. */
export function compareWithPrior(now: ReportContent, prior: ReportVersion): PriorComparison {
  const { content: before } = prior;
  const sameProtocol = before.protocol === now.protocol;
  const sameScheme = before.scheme === now.scheme;
  const zones = sameProtocol ? now.zones.map((zone) => compareZone(before.zones.find((one) => one.zone === zone.zone), zone, sameScheme)) : [];
  const reasons = [
    sameProtocol ? '' : `other protocol then (${protocolWords[before.protocol]}): zones are not compared`,
    sameScheme ? '' : `other score then (${schemeName(before.scheme)}): scores are not compared`,
  ].filter((reason) => reason !== '');
  return {
    examId: prior.examId, versionId: prior.id, examinedAt: before.examinedAt, protocol: before.protocol, scheme: before.scheme,
    zones, total: totalChange(before.total, now.total), notCompared: reasons.length === 0 ? null : `${reasons.join('; ')}.`,
  };
}
