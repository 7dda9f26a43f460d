/** What a row of the case log says, in words. */
import type { ExamResult, ExamRow, ProtocolId, ReadState, ZoneFinding } from '../../preload/domain.ts';

const protocolNames: Readonly<Record<ProtocolId, string>> = { blue6: 'BLUE, 6 points', zones8: '8 zones', zones12: '12 zones' };

/** "BLUE, 6 points", "8 zones", "12 zones". */
export function protocolName(protocol: ProtocolId): string {
  return protocolNames[protocol];
}

/** "unread", "partly read", "read". */
export function readWords(state: ReadState): string {
  return state === 'partial' ? 'partly read' : state;
}

/** Zones that AI calls IS, of the zones with an AI verdict: "2 of 5 zones IS"; clips in no zone of the protocol where they add to that: "1 of 3 clips IS". */
export function aiWords({ zones, zoneless, clips }: Pick<ExamRow, 'zones' | 'zoneless' | 'clips'>): string {
  const analysed = zones.filter(({ ai }) => ai !== 'not-analysed' && ai !== 'rejected' && ai !== 'not-examined');
  const inZones = `${analysed.filter(({ ai }) => ai === 'IS').length} of ${analysed.length} zones IS`;
  if (analysed.length > 0) return zoneless.IS === 0 ? inZones : `${inZones}, ${zoneless.IS} ${zoneless.IS === 1 ? 'clip' : 'clips'} without a zone IS`;
  if (zoneless.analysed > 0) return `${zoneless.IS} of ${zoneless.analysed} ${zoneless.analysed === 1 ? 'clip' : 'clips'} IS`;
  if (zoneless.rejected > 0 || zones.some(({ ai }) => ai === 'rejected')) return 'rejected';
  return clips === 0 ? 'no clips' : 'not analysed';
}

/** The exam-level result: "IS", "Not IS", "Incomplete", "Indeterminate". */
export function resultWords(verdict: ExamResult['verdict']): string {
  switch (verdict) {
    case 'IS': return 'IS';
    case 'not-IS': return 'Not IS';
    case 'incomplete': return 'Incomplete';
    case 'indeterminate': return 'Indeterminate';
  }
}

/** The mark that stands for an exam-level result. */
export function resultFinding(verdict: ExamResult['verdict']): ZoneFinding {
  switch (verdict) {
    case 'IS': return 'IS';
    case 'not-IS': return 'healthy';
    case 'incomplete': return 'not-examined';
    case 'indeterminate': return 'indeterminate';
  }
}
