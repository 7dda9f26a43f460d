/** A report's facts for tests: an 8-zone exam with one clip a zone. */
import type { ReportEntries, ReportVersion, ZoneEntry } from '../../preload/report.ts';
import { zonesOf } from '../analysis/zones.ts';
import { reportContent } from './content.ts';
import type { ReportFacts } from './content.ts';
import { prefill } from './prefill.ts';

export const model = { id: 'test-model', version: '1.2.0', sha256: 'cd'.repeat(32) };

export function testFacts(patch: Partial<ReportFacts> = {}): ReportFacts {
  return {
    exam: { id: 'e1', pseudonym: 'P-TEST', examinedAt: '2026-11-23T10:00:00.000Z', protocol: 'zones8', simulated: false },
    clips: zonesOf('zones8').map(({ id }) => ({ clipId: `c-${id}`, zone: id, label: id, frames: 40, damaged: false, simulated: false, sha256: 'ab'.repeat(32) })),
    ai: [{
      clipId: 'c-R1', analysisId: 'a1', model, preprocessing: 1, provider: 'cpu', probability: 0.92, verdict: 'IS', rejection: null, complete: true, topFrame: 12,
    }],
    institution: 'Test hospital', prior: null, program: 'Pleura test', ...patch,
  };
}

/** Nothing read: every zone has a clip, and nothing is said of it. */
export function blankEntries(): ReportEntries {
  return prefill({ protocol: 'zones8', clips: testFacts().clips.map(({ clipId, zone }) => ({ id: clipId, zone })), statements: [], decisions: [] });
}

/** The same for every zone, with changes for some. */
export function filled(all: Partial<ZoneEntry>, some: Readonly<Record<string, Partial<ZoneEntry>>> = {}): ReportEntries {
  const blank = blankEntries();
  return { ...blank, zones: blank.zones.map((entry) => ({ ...entry, ...all, ...some[entry.zone] })) };
}

export function signed(entries: ReportEntries, facts: ReportFacts, number = 1): ReportVersion {
  return {
    id: `v${number}`, examId: facts.exam.id, number, content: reportContent(entries, facts), sha256: 'ef'.repeat(32),
    signature: { readerId: null, name: 'JD', role: null, signedAt: '2026-11-23T11:00:00.000Z', pinChecked: false },
    amends: number === 1 ? null : { id: 'v1', number: 1, signedAt: '2026-11-23T11:00:00.000Z', reason: 'L2 was R2' },
  };
}
