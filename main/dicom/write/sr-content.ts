/** A signed report as the tree of TID 1500 "Measurement Report" (PS3.16): a measurement group a zone, one a clip for the algorithm, evaluations of the whole. */
import type { ReportAiClip, ReportContent, ReportZone, ValueSource } from '../../../preload/report.ts';
import { uidOfWords } from '../uid.ts';
import type { Attributes } from './attributes.ts';
import { bLineCodes, code, consolidationCodes, effusionCodes, evaluationsCode, pleuraCodes, positionCodes, resultCodes, schemeCodes, slidingCodes, stateCodes, verdictCodes, zoneCode } from './codes.ts';
import type { Code } from './codes.ts';
import type { ResultFacts } from './facts.ts';
import { personName } from './modules.ts';
import { codeItem, container, imageItem, nameItem, numberItem, textItems, uidItem } from './sr-items.ts';
import type { ImageReference } from './sr-items.ts';

/** Images that may be referred to: originals in the archive, and key images written beside the report. */
export interface EvidenceImages {
  readonly ofFrame: (clipId: string, frame: number | null) => readonly ImageReference[];
  readonly all: readonly ImageReference[];
}

function observers({ version, softwareVersion, installation }: ResultFacts): readonly Attributes[] {
  return [
    codeItem('HAS OBS CONTEXT', code.observerType, code.person),
    nameItem('HAS OBS CONTEXT', code.personName, personName(version.signature.name)),
    codeItem('HAS OBS CONTEXT', code.observerType, code.device),
    uidItem('HAS OBS CONTEXT', code.deviceUid, uidOfWords('pleura device', installation)),
    ...textItems('HAS OBS CONTEXT', code.deviceName, 'Pleura'),
    ...textItems('HAS OBS CONTEXT', code.deviceModel, `Pleura ${softwareVersion}`),
  ];
}

function site(zone: string): Attributes {
  return codeItem('HAS CONCEPT MOD', code.site, code.lung, [
    codeItem('HAS CONCEPT MOD', code.laterality, zone.startsWith('R') ? code.right : code.left),
    codeItem('HAS CONCEPT MOD', code.topography, zoneCode(zone)),
  ]);
}

/** "Typed by JD", "suggested by pleura-lus-v1 2.0.0, confirmed by JD". */
function sourceWords(source: ValueSource): string {
  switch (source.kind) {
    case 'ai': return `suggested by ${source.model.id} ${source.model.version}, confirmed by ${source.confirmedBy}`;
    case 'typed': return `entered by ${source.reader}`;
    case 'decision': return `decided in review by ${source.reader}`;
    case 'reading':
    case 'consensus':
    case 'adjudicated': return `${source.kind} of ${source.reader}`;
  }
}

function findings(zone: ReportZone): readonly Attributes[] {
  const said = <T extends string>(name: Code, value: T | null, codes: Readonly<Record<T, Code>>, source: ValueSource | undefined) =>
    value === null ? [] : [codeItem('CONTAINS', name, codes[value], source === undefined ? [] : textItems('HAS CONCEPT MOD', code.confirmation, sourceWords(source)))];
  const { sources } = zone;
  const aLines = zone.aLines === null ? null : zone.aLines ? 'present' : 'absent';
  return [
    ...said(code.zoneState, zone.state, stateCodes, sources.state),
    ...said(code.bLines, zone.bLines, bLineCodes, sources.bLines),
    ...said(code.aLines, aLines, { present: code.present, absent: code.absent }, sources.aLines),
    ...said(code.pleura, zone.pleura, pleuraCodes, sources.pleura),
    ...said(code.consolidation, zone.consolidation, consolidationCodes, sources.consolidation),
    ...said(code.effusion, zone.effusion, effusionCodes, sources.effusion),
    ...said(code.sliding, zone.sliding, slidingCodes, sources.sliding),
  ];
}

function tracking(words: string, ...unique: readonly string[]): readonly Attributes[] {
  return [...textItems('HAS OBS CONTEXT', code.trackingId, words), uidItem('HAS OBS CONTEXT', code.trackingUid, uidOfWords('pleura tracking', ...unique))];
}

function zoneGroup(facts: ResultFacts, zone: ReportZone, images: EvidenceImages): Attributes {
  const { value, scheme, reason } = zone.score;
  const score = value === null ? [] : [numberItem('CONTAINS', code.zoneScore, value, code.one, [codeItem('HAS CONCEPT MOD', code.scoreScheme, schemeCodes[scheme]), ...textItems('HAS CONCEPT MOD', code.rule, reason)])];
  return container('CONTAINS', code.group, [
    ...tracking(`Zone ${zone.zone}`, facts.version.examId, zone.zone),
    site(zone.zone), ...findings(zone), ...score,
    ...textItems('CONTAINS', code.comment, zone.note),
    ...zone.evidence.flatMap(({ clipId, frame }) => images.ofFrame(clipId, frame)).map((image) => imageItem('CONTAINS', code.source, image)),
  ], '1501');
}

/** Algorithm identification: TID 4019. */
function algorithm({ model, preprocessing, provider }: ReportAiClip): readonly Attributes[] {
  return [
    ...textItems('HAS CONCEPT MOD', code.algorithmName, model.id),
    ...textItems('HAS CONCEPT MOD', code.algorithmVersion, model.version),
    ...textItems('HAS CONCEPT MOD', code.algorithmParameters, `bundle sha256 ${model.sha256}, preprocessing ${preprocessing}, provider ${provider}`),
  ];
}

function aiGroup(facts: ResultFacts, clip: ReportAiClip, content: ReportContent, images: EvidenceImages): Attributes {
  const of = content.clips.find(({ clipId }) => clipId === clip.clipId);
  const identified = algorithm(clip);
  return container('CONTAINS', code.group, [
    ...tracking(`Algorithm on ${of?.label ?? 'a clip'}`, facts.version.examId, clip.analysisId),
    ...(of?.zone === null || of === undefined ? [] : [site(of.zone)]),
    ...identified,
    ...(clip.verdict === null ? [] : [codeItem('CONTAINS', code.aiVerdict, verdictCodes[clip.verdict])]),
    ...(clip.probability === null ? [] : [numberItem('CONTAINS', code.aiProbability, Number(clip.probability.toFixed(4)), code.one, identified)]),
    ...images.ofFrame(clip.clipId, clip.topFrame).map((image) => imageItem('CONTAINS', code.source, image)),
  ], '1501');
}

function evaluations({ content }: ResultFacts['version']): readonly Attributes[] {
  const { result, total, completeness } = content;
  return [
    codeItem('CONTAINS', code.syndrome, resultCodes[result.verdict], textItems('HAS CONCEPT MOD', code.rule, result.rule)),
    ...textItems('CONTAINS', code.completeness, completeness.words),
    ...(total.value === null
      ? textItems('CONTAINS', code.totalScore, `No total: ${total.reason}`)
      : [numberItem('CONTAINS', code.totalScore, total.value, code.one, [codeItem('HAS CONCEPT MOD', code.scoreScheme, schemeCodes[total.scheme]), ...textItems('HAS CONCEPT MOD', code.rule, `of ${total.of}`)])]),
    ...(content.position === null ? [] : [codeItem('CONTAINS', code.position, positionCodes[content.position])]),
    ...textItems('CONTAINS', code.indications, content.indication),
    ...textItems('CONTAINS', code.limits, content.technicalLimits),
    ...textItems('CONTAINS', code.aiStatement, content.ai.statement),
    ...textItems('CONTAINS', code.conclusion, content.conclusion),
  ];
}

/** Children of the root container. */
export function reportTree(facts: ResultFacts, images: EvidenceImages): readonly Attributes[] {
  const { version } = facts;
  const { content } = version;
  const library = images.all.map((image) => imageItem('CONTAINS', null, image));
  const groups = [...content.zones.map((zone) => zoneGroup(facts, zone, images)), ...content.ai.clips.map((clip) => aiGroup(facts, clip, content, images))];
  return [
    codeItem('HAS CONCEPT MOD', code.language, code.english),
    ...observers(facts),
    codeItem('HAS CONCEPT MOD', code.procedure, code.thoracicUltrasound),
    ...(library.length === 0 ? [] : [container('CONTAINS', code.library, [container('CONTAINS', code.libraryGroup, library)], '1600')]),
    container('CONTAINS', code.measurements, groups),
    container('CONTAINS', evaluationsCode, evaluations(version)),
  ];
}
