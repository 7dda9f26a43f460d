/** The zones of a report as a table for paper. */
import type { EvidenceFrame, PriorComparison, ReportContent, ReportZone, ValueSource } from '../../preload/report.ts';
import { html, htmlLines } from './escape.ts';
import { aiWords, bLineWords, consolidationWords, effusionWords, involvedWords, pleuraWords, slidingWords, stateWords, zonePlace } from './words.ts';

const unsaid = '·';

function words<T extends string>(table: Readonly<Record<T, string>>, value: T | null): string {
  return value === null ? unsaid : html(table[value]);
}

/** "R2 clip 1 frame 34": frames count from 1, as on screen. */
export function frameWords(content: ReportContent, { clipId, frame }: Pick<EvidenceFrame, 'clipId' | 'frame'>): string {
  const clip = content.clips.find((one) => one.clipId === clipId);
  return `${clip?.label ?? 'removed clip'} frame ${frame + 1}`;
}

function bLines({ bLines: value, involved }: ReportZone): string {
  const share = value === 'confluent' && involved !== null ? ` ${involvedWords[involved]}` : '';
  return value === null ? unsaid : html(`${bLineWords[value]}${share}`);
}

function consolidation({ consolidation: value, involved }: ReportZone): string {
  const share = value === 'subpleural' && involved !== null ? ` ${involvedWords[involved]}` : '';
  return value === null ? unsaid : html(`${consolidationWords[value]}${share}`);
}

const changeMarks = { better: '▼ better', same: '= same', worse: '▲ worse' } as const;

function change(prior: PriorComparison | null, zone: ReportZone): string {
  const found = prior?.zones.find((one) => one.zone === zone.zone);
  if (found === undefined) return '';
  return found.change === null ? unsaid : `${changeMarks[found.change]} <small>${html(found.words)}</small>`;
}

/** Values that a person took over from the model are marked, and whose key it was. */
function taken(source: ValueSource | undefined): string {
  return source?.kind === 'ai' ? ` <small>from AI, confirmed by ${html(source.confirmedBy)}</small>` : '';
}

function ai(content: ReportContent, zone: ReportZone): string {
  const clips = content.clips.filter((clip) => clip.zone === zone.zone).map(({ clipId }) => clipId);
  const results = content.ai.clips.filter(({ clipId }) => clips.includes(clipId));
  return results.length === 0 ? unsaid : results.map((result) => html(aiWords(result))).join('<br>');
}

function score({ score: { value, basis, reason } }: ReportZone): string {
  const own = basis === 'reader' ? ' <small>reader’s own</small>' : '';
  return value === null ? `– <small>${html(reason)}</small>` : `${value}${own}`;
}

function row(content: ReportContent, zone: ReportZone): string {
  const evidence = zone.evidence.length === 0 ? '' : `<small>Evidence: ${html(zone.evidence.map((frame) => frameWords(content, frame)).join('; '))}</small>`;
  const examined = zone.state !== 'not-examined';
  const found = examined
    ? `<td>${zone.aLines === null ? unsaid : zone.aLines ? 'yes' : 'no'}</td><td>${bLines(zone)}</td><td>${words(pleuraWords, zone.pleura)}</td><td>${consolidation(zone)}</td>`
      + `<td>${words(effusionWords, zone.effusion)}</td><td>${words(slidingWords, zone.sliding)}</td><td class="number">${score(zone)}</td>`
    : '<td colspan="7" class="quiet">not examined</td>';
  return `<tr><th scope="row">${html(zone.zone)}<small>${html(zonePlace(content.protocol, zone.zone).replace(/^(right|left) /, ''))}</small></th>`
    + `<td>${zone.state === null ? 'not reported' : examined ? `${stateWords[zone.state]}${taken(zone.sources.state)}` : '–'}</td>${found}`
    + `${content.prior === null ? '' : `<td class="change">${change(content.prior, zone)}</td>`}<td class="quiet">${ai(content, zone)}</td>`
    + `<td>${htmlLines(zone.note)}${evidence}</td></tr>`;
}

/** One row a zone; a dot: not said. */
export function zoneTable(content: ReportContent): string {
  const prior = content.prior === null ? '' : '<th scope="col">Change</th>';
  const named = content.scheme === 'lus' ? 'LUS' : 'Soldati';
  return `<table><caption>Findings by zone</caption><thead><tr><th scope="col">Zone</th><th scope="col">State</th><th scope="col">A-lines</th><th scope="col">B-lines</th><th scope="col">Pleura</th>`
    + `<th scope="col">Consoli&shy;dation</th><th scope="col">Effusion</th><th scope="col">Sliding</th><th scope="col">${named}</th>${prior}<th scope="col">AI, a clip</th><th scope="col">Note, evidence</th></tr></thead>`
    + `<tbody>${content.zones.map((zone) => row(content, zone)).join('')}</tbody></table><p class="key">· not said. Frames count from 1.</p>`;
}
