/**
 * Reports for registries: one row an exam, one row a zone, with column names that stay. New columns are added at the end; none is renamed or removed.
 * Codes are those of the case log; empty (CSV) or null (JSON) means not said. Frames count from 0 here, as decoded.
 */
import type { ReportContent, ReportVersion, ReportZone } from '../../preload/report.ts';

type Cell = string | number | boolean | null;
export type CellType = 'string' | 'integer' | 'number' | 'boolean';

export interface Column<R> {
  readonly name: string;
  readonly type: CellType;
  readonly about: string;
  readonly of: (row: R) => Cell;
}

export interface ZoneRow {
  readonly version: ReportVersion;
  readonly zone: ReportZone;
}

function models({ ai }: ReportContent): string {
  return [...new Set(ai.clips.map(({ model }) => `${model.id} ${model.version} ${model.sha256}`))].join('; ');
}

export const examColumns: readonly Column<ReportVersion>[] = [
  { name: 'exam_id', type: 'string', about: 'Id of the exam in the case log', of: ({ examId }) => examId },
  { name: 'pseudonym', type: 'string', about: 'The patient’s pseudonym', of: ({ content }) => content.pseudonym },
  { name: 'examined_at', type: 'string', about: 'When the exam was made, ISO 8601 in UTC', of: ({ content }) => content.examinedAt },
  { name: 'protocol', type: 'string', about: 'blue6, zones8 or zones12', of: ({ content }) => content.protocol },
  { name: 'simulated', type: 'boolean', about: 'True where all clips are simulated', of: ({ content }) => content.simulated },
  { name: 'zones_total', type: 'integer', about: 'Zones of the protocol', of: ({ content }) => content.completeness.zones },
  { name: 'zones_examined', type: 'integer', about: 'Zones examined and reported', of: ({ content }) => content.completeness.examined },
  { name: 'complete', type: 'boolean', about: 'True where all zones were examined', of: ({ content }) => content.completeness.complete },
  { name: 'position', type: 'string', about: 'Position of the patient', of: ({ content }) => content.position },
  { name: 'indication', type: 'string', about: 'Free text', of: ({ content }) => content.indication },
  { name: 'technical_limits', type: 'string', about: 'Free text', of: ({ content }) => content.technicalLimits },
  { name: 'why_incomplete', type: 'string', about: 'Free text', of: ({ content }) => content.whyIncomplete },
  { name: 'scheme', type: 'string', about: 'lus (LUS score) or soldati (COVID-19 scheme of Soldati 2020); never add or compare across', of: ({ content }) => content.scheme },
  { name: 'total', type: 'integer', about: 'Sum of all zones’ scores; empty unless every zone has one', of: ({ content }) => content.total.value },
  { name: 'total_of', type: 'integer', about: 'Largest possible total', of: ({ content }) => content.total.of },
  { name: 'zones_scored', type: 'integer', about: 'Zones with a score', of: ({ content }) => content.total.scored },
  { name: 'positive_right', type: 'integer', about: 'Zones on the right with 3 or more or coalescent B-lines', of: ({ content }) => content.result.positiveRight },
  { name: 'positive_left', type: 'integer', about: 'The same on the left', of: ({ content }) => content.result.positiveLeft },
  { name: 'zone_rule', type: 'string', about: 'IS, not-IS, indeterminate or incomplete: 2 or more positive zones on each side, over confirmed zones', of: ({ content }) => content.result.verdict },
  { name: 'conclusion', type: 'string', about: 'Free text', of: ({ content }) => content.conclusion },
  { name: 'ai_models', type: 'string', about: 'Id, version and SHA-256 of the models whose results stand in the report', of: ({ content }) => models(content) },
  { name: 'key_images', type: 'integer', about: 'Key images in the report', of: ({ content }) => content.keyImages.length },
  { name: 'report_id', type: 'string', about: 'Id of this version', of: ({ id }) => id },
  { name: 'report_version', type: 'integer', about: '1 for the first', of: ({ number }) => number },
  { name: 'report_sha256', type: 'string', about: 'SHA-256 of the version as stored', of: ({ sha256 }) => sha256 },
  { name: 'amends_version', type: 'integer', about: 'Version that this one amends', of: ({ amends }) => amends?.number ?? null },
  { name: 'amend_reason', type: 'string', about: 'Why', of: ({ amends }) => amends?.reason ?? null },
  { name: 'signed_by', type: 'string', about: 'Reader', of: ({ signature }) => signature.name },
  { name: 'signed_role', type: 'string', about: 'The reader’s role', of: ({ signature }) => signature.role },
  { name: 'signed_at', type: 'string', about: 'ISO 8601 in UTC', of: ({ signature }) => signature.signedAt },
];

/** The model's strongest result among the zone's clips. */
function zoneAi({ version: { content }, zone }: ZoneRow) {
  const clips = content.clips.filter((clip) => clip.zone === zone.zone).map(({ clipId }) => clipId);
  return content.ai.clips.filter(({ clipId, probability }) => clips.includes(clipId) && probability !== null).toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0))[0];
}

function changeOf({ version: { content }, zone }: ZoneRow) {
  return content.prior?.zones.find((one) => one.zone === zone.zone);
}

export const zoneColumns: readonly Column<ZoneRow>[] = [
  { name: 'exam_id', type: 'string', about: 'As in the exam’s row', of: ({ version }) => version.examId },
  { name: 'pseudonym', type: 'string', about: 'As in the exam’s row', of: ({ version }) => version.content.pseudonym },
  { name: 'examined_at', type: 'string', about: 'As in the exam’s row', of: ({ version }) => version.content.examinedAt },
  { name: 'protocol', type: 'string', about: 'As in the exam’s row', of: ({ version }) => version.content.protocol },
  { name: 'report_id', type: 'string', about: 'As in the exam’s row', of: ({ version }) => version.id },
  { name: 'report_version', type: 'integer', about: 'As in the exam’s row', of: ({ version }) => version.number },
  { name: 'zone', type: 'string', about: 'R1 to R6, L1 to L6', of: ({ zone }) => zone.zone },
  { name: 'clips', type: 'integer', about: 'Clips of the zone', of: ({ zone }) => zone.clips },
  { name: 'state', type: 'string', about: 'normal, pathological or not-examined', of: ({ zone }) => zone.state },
  { name: 'a_lines', type: 'boolean', about: 'A-lines seen', of: ({ zone }) => zone.aLines },
  { name: 'b_lines', type: 'string', about: '0, 1-2, 3+ or confluent', of: ({ zone }) => zone.bLines },
  { name: 'pleura', type: 'string', about: 'regular, irregular or broken', of: ({ zone }) => zone.pleura },
  { name: 'pleura_involved', type: 'string', about: 'under-half or over-half of the pleura with coalescent B-lines or subpleural changes', of: ({ zone }) => zone.involved },
  { name: 'consolidation', type: 'string', about: 'none, subpleural or lobar', of: ({ zone }) => zone.consolidation },
  { name: 'effusion', type: 'string', about: 'none, small or large', of: ({ zone }) => zone.effusion },
  { name: 'sliding', type: 'string', about: 'present, absent or lung-point', of: ({ zone }) => zone.sliding },
  { name: 'scheme', type: 'string', about: 'As in the exam’s row', of: ({ zone }) => zone.score.scheme },
  { name: 'score', type: 'integer', about: '0 to 3; empty where the zone has none', of: ({ zone }) => zone.score.value },
  { name: 'score_basis', type: 'string', about: 'rule or reader', of: ({ zone }) => zone.score.basis },
  { name: 'score_by_rule', type: 'integer', about: 'What the rule gives from the findings', of: ({ zone }) => zone.score.byRule },
  { name: 'score_reason', type: 'string', about: 'In words', of: ({ zone }) => zone.score.reason },
  { name: 'evidence', type: 'string', about: 'clip id and decoded frame index, "ID:34; ID:12"', of: ({ zone }) => zone.evidence.map(({ clipId, frame }) => `${clipId}:${frame}`).join('; ') },
  { name: 'note', type: 'string', about: 'Free text', of: ({ zone }) => zone.note },
  { name: 'state_source', type: 'string', about: 'reading, consensus, adjudicated, decision, typed or ai (taken over by a person)', of: ({ zone }) => zone.sources.state?.kind ?? null },
  { name: 'change', type: 'string', about: 'better, same or worse than in the patient’s last report', of: (row) => changeOf(row)?.change ?? null },
  { name: 'change_by', type: 'string', about: 'score or findings', of: (row) => changeOf(row)?.by ?? null },
  { name: 'ai_probability', type: 'number', about: 'Highest clip probability of interstitial syndrome', of: (row) => zoneAi(row)?.probability ?? null },
  { name: 'ai_verdict', type: 'string', about: 'IS, healthy or indeterminate, of that clip', of: (row) => zoneAi(row)?.verdict ?? null },
  { name: 'ai_model_sha256', type: 'string', about: 'Model of that result', of: (row) => zoneAi(row)?.model.sha256 ?? null },
];
