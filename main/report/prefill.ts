/** The first draft of a report: what readers have said of the exam's clips, the worst clip of each zone. Never from the model. Pure. */
import type { ClipId, Decision, ProtocolId, ZoneId } from '../../preload/domain.ts';
import type { Findings, Reading, SeverityScheme } from '../../preload/readings.ts';
import type { EvidenceFrame, FieldSources, ReportEntries, ValueSource, ZoneEntry, ZoneField, ZoneFindings, ZoneScoreValue, ZoneState } from '../../preload/report.ts';
import { zonesOf } from '../analysis/zones.ts';

/** A reading that speaks for a clip in this report: the signing reader's own, or what readers agreed on. */
export interface ClipStatement {
  readonly kind: 'reading' | 'consensus' | 'adjudicated';
  /** Name that stands in the report. */
  readonly reader: string;
  readonly reading: Pick<Reading, 'clipId' | 'verdict' | 'findings' | 'ranges' | 'strokes'>;
  /** What it rests on: the reading itself, those that agree, or the adjudicator's decision. */
  readonly ids: readonly string[];
  /** 0..1: the largest share of the pleura that drawn B-lines cover on a frame; null where none was drawn. */
  readonly covered: number | null;
}

export interface PrefillFacts {
  readonly protocol: ProtocolId;
  readonly clips: readonly { readonly id: ClipId; readonly zone: ZoneId | null }[];
  /** At most one a clip. */
  readonly statements: readonly ClipStatement[];
  /** The signing reader's latest answer in review, at most one a clip; it says less than a reading and gives way to one. */
  readonly decisions: readonly Pick<Decision, 'id' | 'clipId' | 'verdict' | 'reader'>[];
}

export const nothingSaid: ZoneFindings = { state: null, bLines: null, aLines: null, pleura: null, involved: null, consolidation: null, effusion: null, sliding: null };

export function emptyEntry(zone: ZoneId): ZoneEntry {
  return { zone, ...nothingSaid, score: null, evidence: [], note: '', sources: {} };
}

/** From harmless to worst. */
const bLineOrder = ['0', '1-2', '3+', 'confluent'] as const;
const pleuraOrder = ['regular', 'irregular', 'broken'] as const;
const consolidationOrder = ['none', 'subpleural', 'lobar'] as const;
const effusionOrder = ['none', 'small', 'large'] as const;
const slidingOrder = ['present', 'lung-point', 'absent'] as const;

function worst<T>(order: readonly T[], values: readonly (T | null)[]): T | null {
  return order.findLast((value) => values.includes(value)) ?? null;
}

/** True where the findings alone make a zone pathological. */
export function isPathological(findings: Pick<ZoneFindings, 'bLines' | 'pleura' | 'consolidation' | 'effusion' | 'sliding'>): boolean {
  const { bLines, pleura, consolidation, effusion, sliding } = findings;
  return bLines === '3+' || bLines === 'confluent' || pleura === 'broken' || consolidation === 'subpleural' || consolidation === 'lobar'
    || effusion === 'small' || effusion === 'large' || sliding === 'absent' || sliding === 'lung-point';
}

function stateOf(verdicts: readonly Reading['verdict'][], findings: Omit<ZoneFindings, 'state'>): ZoneState | null {
  if (verdicts.includes('IS') || isPathological(findings)) return 'pathological';
  if (verdicts.length > 0 && verdicts.every((verdict) => verdict === 'not-readable' || verdict === 'not-lung')) return 'not-examined';
  return verdicts.includes('healthy') ? 'normal' : null;
}

/** The middle of the longest marked range, else the first drawn B-line. */
function evidenceOf({ clipId, ranges, strokes }: ClipStatement['reading']): readonly EvidenceFrame[] {
  const longest = ranges.filter(({ track }) => track === 'b-lines').toSorted((a, b) => b.last - b.first - (a.last - a.first))[0];
  if (longest !== undefined) return [{ clipId, frame: Math.floor((longest.first + longest.last) / 2), from: 'range' }];
  const stroke = strokes.find(({ kind }) => kind === 'b-line');
  return stroke === undefined ? [] : [{ clipId, frame: stroke.frame, from: 'stroke' }];
}

function severest(all: readonly Findings[], scheme: SeverityScheme): ZoneScoreValue | null {
  const scores = all.flatMap(({ severity }) => (severity?.scheme === scheme ? [severity.score] : []));
  return worst([0, 1, 2, 3] as const, scores);
}

function involvement(own: readonly ClipStatement[]): ZoneFindings['involved'] {
  const shares = own.flatMap(({ covered }) => covered ?? []);
  return shares.length === 0 ? null : Math.max(...shares) > 0.5 ? 'over-half' : 'under-half';
}

function fromStatements(zone: ZoneId, own: readonly ClipStatement[], scheme: SeverityScheme): ZoneEntry {
  const all = own.map(({ reading }) => reading.findings);
  const aLines = all.map((findings) => findings.aLines);
  const bLines = worst(bLineOrder, all.map((findings) => findings.bLines));
  const found = {
    bLines,
    aLines: aLines.includes(true) ? true : aLines.includes(false) ? false : null,
    pleura: worst(pleuraOrder, all.map((findings) => findings.pleura)),
    // The share tells the score of coalescent B-lines alone; drawn single ones say nothing of it.
    involved: bLines === 'confluent' ? involvement(own) : null,
    consolidation: worst(consolidationOrder, all.map((findings) => findings.consolidation)),
    effusion: worst(effusionOrder, all.map((findings) => findings.effusion)),
    sliding: worst(slidingOrder, all.map((findings) => findings.sliding)),
  };
  const verdicts = own.map(({ reading }) => reading.verdict);
  const state = stateOf(verdicts, found);
  const values = { ...found, state, score: severest(all, scheme) };
  const kinds = new Set(own.map(({ kind }) => kind));
  const kind = kinds.has('adjudicated') ? 'adjudicated' : kinds.has('consensus') ? 'consensus' : 'reading';
  const source: ValueSource = { kind, reader: [...new Set(own.map(({ reader }) => reader))].join(', '), readings: own.flatMap(({ ids }) => ids) };
  const note = state === 'not-examined' ? 'Scanned, not readable.' : '';
  return { zone, ...values, note, evidence: own.flatMap(({ reading }) => evidenceOf(reading)), sources: sourcesOf(values, source) };
}

function sourcesOf(values: Readonly<Record<ZoneField, unknown>>, source: ValueSource): FieldSources {
  const said = Object.entries(values).filter(([, value]) => value !== null).map(([field]) => [field, source]);
  return Object.fromEntries(said);
}

function fromDecisions(zone: ZoneId, clips: number, own: PrefillFacts['decisions']): ZoneEntry {
  const verdicts = own.map(({ verdict }) => verdict);
  const all = verdicts.length === clips;
  const unreadable = all && verdicts.every((verdict) => verdict === 'not-readable');
  // One clip that shows interstitial syndrome decides; the opposite needs every clip.
  const state: ZoneState | null = verdicts.includes('IS') ? 'pathological' : unreadable ? 'not-examined' : all && verdicts.every((verdict) => verdict === 'healthy' || verdict === 'not-readable') ? 'normal' : null;
  if (state === null) return emptyEntry(zone);
  const source: ValueSource = { kind: 'decision', reader: [...new Set(own.map(({ reader }) => reader))].join(', '), decisions: own.map(({ id }) => id) };
  return { ...emptyEntry(zone), state, note: unreadable ? 'Scanned, not readable.' : '', sources: { state: source } };
}

function prefillZone(zone: ZoneId, facts: PrefillFacts, scheme: SeverityScheme): ZoneEntry {
  const clips = facts.clips.filter((clip) => clip.zone === zone).map(({ id }) => id);
  if (clips.length === 0) return { ...emptyEntry(zone), state: 'not-examined' };
  const statements = facts.statements.filter(({ reading }) => clips.includes(reading.clipId));
  if (statements.length > 0) return fromStatements(zone, statements, scheme);
  return fromDecisions(zone, clips.length, facts.decisions.filter(({ clipId }) => clips.includes(clipId)));
}

/** The scheme that readers graded by; the LUS score where none or both did. */
function schemeOf(statements: readonly ClipStatement[]): SeverityScheme {
  const schemes = new Set(statements.flatMap(({ reading }) => reading.findings.severity?.scheme ?? []));
  return schemes.has('soldati') && !schemes.has('lus') ? 'soldati' : 'lus';
}

/** A zone without clips is not examined; every other value is a reader's, or not said. */
export function prefill(facts: PrefillFacts): ReportEntries {
  const scheme = schemeOf(facts.statements);
  return {
    format: 1, indication: '', position: null, technicalLimits: '', scheme, whyIncomplete: '', conclusion: '', keyImages: [],
    zones: zonesOf(facts.protocol).map(({ id }) => prefillZone(id, facts, scheme)),
  };
}
