/** Changes to a draft: who said what is kept by value, and nobody's word is replaced unasked. Pure. */
import type { ProtocolId, ZoneId } from '../../preload/domain.ts';
import type { EvidenceFrame, FieldSources, ReportContent, ReportEntries, ValueSource, ZoneEntry, ZoneField, ZoneState } from '../../preload/report.ts';
import { zonesOf } from '../analysis/zones.ts';
import { emptyEntry } from './prefill.ts';

/** What the page sends: values without their sources, which are main's to say. */
export type ZoneEdit = Omit<ZoneEntry, 'sources'>;
export interface ReportEdit extends Omit<ReportEntries, 'zones'> {
  readonly zones: readonly ZoneEdit[];
}

export interface Writer {
  readonly reader: string;
  readonly at: string;
}

const fields: readonly ZoneField[] = ['state', 'bLines', 'aLines', 'pleura', 'involved', 'consolidation', 'effusion', 'sliding', 'score'];

function sourcesAfter(before: ZoneEntry, edit: ZoneEdit, { reader, at }: Writer): FieldSources {
  const typed: ValueSource = { kind: 'typed', reader, at };
  return Object.fromEntries(fields.flatMap((field): (readonly [ZoneField, ValueSource])[] => {
    if (edit[field] === null) return [];
    const kept = before.sources[field];
    if (edit[field] === before[field]) return kept === undefined ? [] : [[field, kept]];
    return [[field, typed]];
  }));
}

/** Entries after an edit: each changed value carries who typed it and when; the others keep their source. Zones that the report has not are left aside. */
export function applyEdit(before: ReportEntries, edit: ReportEdit, writer: Writer): ReportEntries {
  const zones = before.zones.map((entry): ZoneEntry => {
    const changed = edit.zones.find(({ zone }) => zone === entry.zone);
    return changed === undefined ? entry : { ...changed, sources: sourcesAfter(entry, changed, writer) };
  });
  return { ...edit, zones };
}

/** Takes what readings say now, except where a person typed in the report or took a value over from AI. Texts and images stay. */
export function refill(entries: ReportEntries, fresh: ReportEntries): ReportEntries {
  const zones = entries.zones.map((entry): ZoneEntry => {
    const anew = fresh.zones.find(({ zone }) => zone === entry.zone);
    if (anew === undefined) return entry;
    const own = fields.filter((field) => ['typed', 'ai'].includes(entry.sources[field]?.kind ?? ''));
    const kept = Object.fromEntries(own.map((field) => [field, entry[field]]));
    const sources = { ...anew.sources, ...Object.fromEntries(own.map((field) => [field, entry.sources[field]])) };
    const evidence = entry.evidence.filter(({ from }) => from === 'reader' || from === 'ai');
    return { ...anew, ...kept, note: entry.note === '' ? anew.note : entry.note, evidence: [...anew.evidence, ...evidence], sources };
  });
  return { ...entries, zones };
}

/** One entry a zone of the protocol, in its order; those of other protocols fall away. */
export function alignZones(entries: ReportEntries, protocol: ProtocolId): ReportEntries {
  const zones = zonesOf(protocol).map(({ id }) => entries.zones.find(({ zone }) => zone === id) ?? emptyEntry(id));
  return { ...entries, zones };
}

/** What the model suggests for a zone and where; taken over by a person's key alone. */
export interface AiSuggestion {
  readonly state: Exclude<ZoneState, 'not-examined'>;
  readonly source: Extract<ValueSource, { kind: 'ai' }>;
  readonly evidence: EvidenceFrame | null;
}

/** The zone's state as the model suggests it, recorded as taken from AI and confirmed by whom. */
export function takeSuggestion(entries: ReportEntries, zone: ZoneId, { state, source, evidence }: AiSuggestion): ReportEntries {
  const zones = entries.zones.map((entry): ZoneEntry => {
    if (entry.zone !== zone) return entry;
    const known = evidence === null || entry.evidence.some(({ clipId, frame }) => clipId === evidence.clipId && frame === evidence.frame);
    return { ...entry, state, evidence: known ? entry.evidence : [...entry.evidence, evidence], sources: { ...entry.sources, state: source } };
  });
  return { ...entries, zones };
}

/** A signed report's entries, to be amended: values and their sources as they were. */
export function entriesOf(content: ReportContent): ReportEntries {
  const { format, indication, position, technicalLimits, scheme, whyIncomplete, conclusion, keyImages } = content;
  const zones = content.zones.map(({ score, clips: _clips, ...zone }): ZoneEntry => ({ ...zone, score: score.basis === 'reader' ? score.value : null }));
  return { format, indication, position, technicalLimits, scheme, whyIncomplete, conclusion, keyImages, zones };
}
