/** A report as it reads: entries joined with the exam, scores by rule, totals, the rule's result and what the model said. Pure. */
import type { ExamId, ExamResult, ProtocolId, ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import type { Completeness, ReportAi, ReportAiClip, ReportClip, ReportContent, ReportEntries, ReportVersion, ReportZone, ZoneEntry, ZoneScore } from '../../preload/report.ts';
import { scoreByRule, scoreTotal } from '../analysis/lus-score.ts';
import { examResult, ruleWords } from '../analysis/zones.ts';
import { alignZones } from './edits.ts';
import { compareWithPrior } from './prior.ts';

export interface ReportFacts {
  readonly exam: { readonly id: ExamId; readonly pseudonym: string; readonly examinedAt: string; readonly protocol: ProtocolId; readonly simulated: boolean };
  readonly clips: readonly ReportClip[];
  readonly ai: readonly ReportAiClip[];
  readonly institution: string;
  /** The newest signed version of the patient's last exam before this one. */
  readonly prior: ReportVersion | null;
  /** "Pleura 0.1.0". */
  readonly program: string;
}

export const researchWords = 'Decision support for research use, not a diagnosis.';

function zoneScore(entry: ZoneEntry, scheme: SeverityScheme): ZoneScore {
  const rule = scoreByRule(scheme, entry);
  // A zone that nobody looked at has no score, whatever was typed before.
  const own = entry.state === 'not-examined' ? null : entry.score;
  if (own === null) return { scheme, value: rule.value, basis: rule.value === null ? null : 'rule', byRule: rule.value, reason: rule.reason };
  const says = rule.value === null ? `the rule has none (${rule.reason})` : `the rule gives ${rule.value} (${rule.reason})`;
  return { scheme, value: own, basis: 'reader', byRule: rule.value, reason: own === rule.value ? rule.reason : `reader’s own; ${says}` };
}

/** A positive zone has 3 or more B-lines or coalescent ones; where B-lines were not said, the reader's verdict IS counts. */
function findingOf({ state, bLines, sources }: ZoneEntry): ZoneFinding | null {
  if (state === 'not-examined') return 'not-examined';
  if (bLines !== null) return bLines === '3+' || bLines === 'confluent' ? 'IS' : 'healthy';
  if (state === 'normal') return 'healthy';
  if (state === null) return null;
  // "Pathological" typed without B-lines may be an effusion alone: it stays open.
  const from = sources.state?.kind ?? 'typed';
  return from === 'typed' ? 'indeterminate' : 'IS';
}

function resultOf(protocol: ProtocolId, zones: readonly ZoneEntry[], completeness: Completeness): ExamResult {
  const summaries = zones.map((entry): ZoneSummary => {
    const read = findingOf(entry);
    return { zone: entry.zone, clips: 0, ai: read === 'not-examined' ? 'not-examined' : 'not-analysed', read: read === 'not-examined' ? null : read };
  });
  return { ...examResult(protocol, summaries), complete: completeness.complete, zonesExamined: completeness.examined, rule: `${ruleWords(protocol)} Confirmed zones only.` };
}

/** Which zones were examined and reported. */
export function completenessOf(zones: readonly Pick<ZoneEntry, 'zone' | 'state'>[]): Completeness {
  const missing = zones.filter(({ state }) => state === 'not-examined').map(({ zone }) => zone);
  const open = zones.filter(({ state }) => state === null).map(({ zone }) => zone);
  const examined = zones.length - missing.length - open.length;
  const words = [
    `${examined} of ${zones.length} zones examined and reported`,
    missing.length === 0 ? '' : `not examined: ${missing.join(', ')}`,
    open.length === 0 ? '' : `not reported: ${open.join(', ')}`,
  ];
  return { zones: zones.length, examined, complete: examined === zones.length, words: `${words.filter((part) => part !== '').join('; ')}.` };
}

/** Says which models were used, or that none was. */
export function aiStatement(clips: readonly ReportAiClip[]): ReportAi {
  const models = [...new Map(clips.map(({ model }) => [model.sha256, model])).values()];
  const named = models.map(({ id, version, sha256 }) => `${id} ${version} (SHA-256 ${sha256.slice(0, 12)})`).join(', ');
  const statement = models.length === 0
    ? `No AI result was available for this report. ${researchWords}`
    : `AI results by ${named}, one probability of interstitial syndrome a clip. ${researchWords} No value was taken over without a reader’s confirmation.`;
  return { clips, statement };
}

/** The whole report of these entries. Entries of another protocol than the exam's are brought in line first. */
export function reportContent(given: ReportEntries, facts: ReportFacts): ReportContent {
  const { exam, clips, institution, prior, program } = facts;
  const entries = alignZones(given, exam.protocol);
  const zones = entries.zones.map((entry): ReportZone => ({
    ...entry, score: zoneScore(entry, entries.scheme), clips: clips.filter(({ zone }) => zone === entry.zone).length,
  }));
  const completeness = completenessOf(entries.zones);
  const content: ReportContent = {
    ...entries, zones, completeness, clips, institution, program,
    examId: exam.id, pseudonym: exam.pseudonym, examinedAt: exam.examinedAt, protocol: exam.protocol, simulated: exam.simulated,
    total: scoreTotal(entries.scheme, exam.protocol, zones.map(({ score }) => score.value)),
    result: resultOf(exam.protocol, entries.zones, completeness),
    ai: aiStatement(facts.ai),
    prior: null,
  };
  return prior === null ? content : { ...content, prior: compareWithPrior(content, prior) };
}
