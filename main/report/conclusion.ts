/** Sentences for the conclusion that follow from the confirmed zones by a stated rule. A reader chooses among them; nothing here comes from the model. Pure. */
import type { ReportContent, ReportZone } from '../../preload/report.ts';
import { schemeName } from '../analysis/lus-score.ts';
import { day, listed } from './words.ts';

function zonesWith(zones: readonly ReportZone[], test: (zone: ReportZone) => boolean): readonly string[] {
  return zones.filter((zone) => zone.state !== 'not-examined' && test(zone)).map(({ zone }) => zone);
}

function patternWords({ result, completeness, zones }: ReportContent): readonly string[] {
  const counts = `positive zones: right ${result.positiveRight}, left ${result.positiveLeft}`;
  switch (result.verdict) {
    case 'IS': return [`Bilateral interstitial pattern by the zone rule (${counts}).`];
    case 'not-IS': {
      const positive = zonesWith(zones, ({ bLines }) => bLines === '3+' || bLines === 'confluent');
      const focal = positive.length > 0 ? ` B-lines in ${listed(positive)} only.` : '';
      return [`No bilateral interstitial pattern by the zone rule (${counts}).${focal}`];
    }
    case 'indeterminate': return [`The zone rule for interstitial syndrome stays open (${counts}): not every zone could be decided.`];
    case 'incomplete': return [`Incomplete exam, ${completeness.examined} of ${completeness.zones} zones: the zone rule for interstitial syndrome cannot be applied (${counts}).`];
  }
}

function findingsWords({ zones }: ReportContent): readonly string[] {
  const sentences: readonly (readonly [words: string, where: readonly string[]])[] = [
    ['Consolidation', zonesWith(zones, ({ consolidation }) => consolidation === 'lobar')],
    ['Subpleural consolidations', zonesWith(zones, ({ consolidation }) => consolidation === 'subpleural')],
    ['Pleural effusion', zonesWith(zones, ({ effusion }) => effusion === 'small' || effusion === 'large')],
    ['Irregular or broken pleural line', zonesWith(zones, ({ pleura }) => pleura === 'irregular' || pleura === 'broken')],
    ['No lung sliding', zonesWith(zones, ({ sliding }) => sliding === 'absent')],
    ['Lung point', zonesWith(zones, ({ sliding }) => sliding === 'lung-point')],
  ];
  return sentences.filter(([, where]) => where.length > 0).map(([words, where]) => `${words} in ${listed(where)}.`);
}

/** Only what was said in every zone is called absent. */
function absentWords({ zones, completeness }: ReportContent): readonly string[] {
  if (!completeness.complete) return [];
  const absent = [
    zones.every(({ consolidation }) => consolidation === 'none') ? 'consolidation' : '',
    zones.every(({ effusion }) => effusion === 'none') ? 'effusion' : '',
  ].filter((word) => word !== '');
  const sliding = zones.every((zone) => zone.sliding === 'present') ? ['Lung sliding present in all zones.'] : [];
  return [...(absent.length === 0 ? [] : [`No ${absent.join(', no ')} in any zone.`]), ...sliding];
}

function scoreWords({ total, prior }: ReportContent): readonly string[] {
  const own = total.value === null ? [] : [`${schemeName(total.scheme)} ${total.value} of ${total.of} (${total.zones} zones).`];
  if (prior === null) return own;
  const known = prior.zones.filter(({ change }) => change !== null);
  const counted = (['better', 'worse', 'same'] as const).map((change) => [known.filter((zone) => zone.change === change).length, change] as const).filter(([count]) => count > 0);
  if (counted.length === 0) return own;
  const sum = prior.total === null ? '' : `; ${schemeName(prior.scheme)} ${prior.total.from} to ${prior.total.to}`;
  return [...own, `Compared with ${day(prior.examinedAt)}: ${counted.map(([count, change]) => `${change} in ${count}`).join(', ')} of ${prior.zones.length} zones${sum}.`];
}

/** In the order in which a report reads. */
export function conclusionSuggestions(content: ReportContent): readonly string[] {
  const nothing = content.zones.every(({ state }) => state === null || state === 'not-examined');
  if (nothing) return [];
  return [...patternWords(content), ...findingsWords(content), ...absentWords(content), ...scoreWords(content)];
}
