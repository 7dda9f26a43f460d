/**
 * Zones of the chest and the rule that turns them into an exam's result.
 * Rule: interstitial syndrome = 2 or more positive zones on each side, 8-zone protocol (Volpicelli et al. 2012, doi 10.1007/s00134-012-2513-4).
 * The BLUE points (Lichtenstein 2008, doi 10.1378/chest.07-2800) and the 12-zone scan have no such rule of their own: the same count is applied to them, and said so.
 */
import type { ExamResult, ProtocolId, Side, ZoneFinding, ZoneId, ZoneSummary } from '../../preload/domain.ts';

/** A protocol's zone; how it is named and drawn is the page's matter. */
export interface Zone {
  readonly id: ZoneId;
  readonly side: Side;
}

/** `R1`..`Rn`, then `L1`..`Ln`. */
function bothSides(zonesASide: number): readonly Zone[] {
  const numbers = Array.from({ length: zonesASide }, (_, index) => index + 1);
  return [...numbers.map((number): Zone => ({ id: `R${number}`, side: 'right' })), ...numbers.map((number): Zone => ({ id: `L${number}`, side: 'left' }))];
}

const zonesByProtocol: Readonly<Record<ProtocolId, readonly Zone[]>> = { blue6: bothSides(3), zones8: bothSides(4), zones12: bothSides(6) };

const ruleByProtocol: Readonly<Record<ProtocolId, string>> = {
  blue6: 'Interstitial syndrome: 2 or more positive of the 3 BLUE points on each side (adapted from the 8-zone rule, Volpicelli 2012).',
  zones8: 'Interstitial syndrome: 2 or more positive of the 4 zones on each side (8-zone rule, Volpicelli 2012).',
  zones12: 'Interstitial syndrome: 2 or more positive of the 6 zones on each side (adapted from the 8-zone rule, Volpicelli 2012).',
};

/** The protocol's rule in words. */
export function ruleWords(protocol: ProtocolId): string {
  return ruleByProtocol[protocol];
}

/** Positive zones that the rule asks for on each side. */
const positiveZonesNeeded = 2;

/** Zones of a protocol, right side first, in scanning order. */
export function zonesOf(protocol: ProtocolId): readonly Zone[] {
  return zonesByProtocol[protocol];
}

/** What counts for a zone: the reader's decision where there is one, else the model's verdict. */
export function zoneFinding(summary: ZoneSummary): ZoneFinding {
  return summary.read ?? summary.ai;
}

interface SideCount {
  readonly positive: number;
  /** Zones that may still turn out positive: examined, but without a safe finding. */
  readonly open: number;
}

function countSide(findings: ReadonlyMap<ZoneId, ZoneFinding>, zones: readonly Zone[], side: Side): SideCount {
  const own = zones.filter((item) => item.side === side).map((item) => findings.get(item.id) ?? 'not-examined');
  return {
    positive: own.filter((finding) => finding === 'IS').length,
    open: own.filter((finding) => finding === 'indeterminate' || finding === 'not-readable').length,
  };
}

function verdictOf(left: SideCount, right: SideCount, waiting: boolean): ExamResult['verdict'] {
  // More zones can only add positive ones, so a rule that is met stays met; the opposite needs every zone.
  if (left.positive >= positiveZonesNeeded && right.positive >= positiveZonesNeeded) return 'IS';
  if (waiting) return 'incomplete';
  const reachable = [left, right].every((side) => side.positive + side.open >= positiveZonesNeeded);
  return reachable ? 'indeterminate' : 'not-IS';
}

function basis(examined: number, total: number, read: number, unanalysed: number): string {
  const zones = `${examined} of ${total} zones examined${unanalysed === 0 ? '' : `, ${unanalysed} without a result yet`}`;
  if (examined === 0) return `${zones}.`;
  if (read === 0) return `${zones}, none confirmed by a reader.`;
  return read >= examined ? `${zones}, all confirmed by a reader.` : `${zones}, ${read} confirmed by a reader, the others by AI alone.`;
}

/**
 * Result of the protocol's rule over zone findings. Zones outside the protocol are left aside; missing ones count as not examined.
 * `incomplete` while a zone is not examined, not analysed or has rejected clips only, and the rule is not met yet; `complete` says that every zone was examined.
 */
export function examResult(protocol: ProtocolId, summaries: readonly ZoneSummary[]): ExamResult {
  const zones = zonesOf(protocol);
  const known = summaries.filter((summary) => zones.some((item) => item.id === summary.zone));
  const findings = new Map(known.map((summary) => [summary.zone, zoneFinding(summary)]));
  const of = (item: Zone): ZoneFinding => findings.get(item.id) ?? 'not-examined';
  const zonesExamined = zones.filter((item) => of(item) !== 'not-examined').length;
  const zonesRead = new Set(known.filter((summary) => summary.read !== null && zoneFinding(summary) !== 'not-examined').map((summary) => summary.zone)).size;
  const left = countSide(findings, zones, 'left');
  const right = countSide(findings, zones, 'right');
  const complete = zonesExamined === zones.length;
  const unanalysed = zones.filter((item) => of(item) === 'not-analysed' || of(item) === 'rejected').length;
  return {
    protocol,
    zonesTotal: zones.length,
    zonesExamined,
    zonesRead,
    positiveLeft: left.positive,
    positiveRight: right.positive,
    complete,
    verdict: verdictOf(left, right, !complete || unanalysed > 0),
    rule: `${ruleByProtocol[protocol]} ${basis(zonesExamined, zones.length, zonesRead, unanalysed)}`,
  };
}
