import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportContent, ReportEntries } from '../preload/report.ts';
import type { CaseLog } from './case-log.ts';
import type { NewVersion } from './reports.ts';
import { addExamWithClip, memoryCaseLog } from './test-case-log.ts';

const at = '2026-11-24T10:00:00.000Z';
const entries: ReportEntries = { format: 1, indication: 'dyspnoea', position: 'supine', technicalLimits: '', scheme: 'lus', whyIncomplete: '', zones: [], conclusion: '', keyImages: [] };

/** Only what the database looks at; the content is its caller's matter. */
const content = { ...entries, pseudonym: 'P-TEST' } as unknown as ReportContent;

function version(id: string, number: number, amends: NewVersion['amends'] = null, examId = 'e1'): NewVersion {
  return { id, examId, number, content, signature: { readerId: null, name: 'JD', role: null, signedAt: at, pinChecked: false }, amends };
}

function withExam(): CaseLog {
  const log = memoryCaseLog();
  addExamWithClip(log);
  return log;
}

test('a draft is kept, replaced and dropped', () => {
  const { reports } = withExam();
  assert.equal(reports.draft('e1'), null);
  const draft = { examId: 'e1', revision: 1, amends: null, reason: '', entries, reader: 'JD', updatedAt: at };
  reports.putDraft(draft);
  reports.putDraft({ ...draft, revision: 2 });
  assert.deepEqual(reports.draft('e1'), { ...draft, revision: 2 });
  reports.dropDraft('e1');
  assert.equal(reports.draft('e1'), null);
});

test('signed versions can be added but neither changed, replaced nor removed, and each names the one before', () => {
  const { reports, db } = withExam();
  const first = reports.appendVersion(version('v1', 1));
  assert.match(first.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(first.content, content);
  reports.appendVersion(version('v2', 2, { id: 'v1', reason: 'zone L2 was R2' }));
  for (const sql of ["UPDATE report_versions SET content = '{}'", 'DELETE FROM report_versions', "INSERT OR REPLACE INTO report_versions SELECT * FROM report_versions WHERE id = 'v1'"]) {
    assert.throws(() => db.exec(sql), /append-only/);
  }
  assert.throws(() => reports.appendVersion(version('v3', 2, { id: 'v1', reason: 'x' })), /append-only/);
  assert.throws(() => reports.appendVersion(version('v4', 3)), /CHECK/, 'a later version without what it amends');
  assert.deepEqual(reports.versions('e1').map(({ number, amends }) => [number, amends?.number ?? null, amends?.reason ?? null]), [[2, 1, 'zone L2 was R2'], [1, null, null]]);
  assert.equal(reports.newest('e1')?.id, 'v2');
});

test('the prior report is that of the same pseudonym’s last exam before this one', () => {
  const log = withExam();
  const addExam = (id: string, pseudonym: string, examinedAt: string) => log.exams.insert({ id, pseudonym, examinedAt, protocol: 'blue6', createdAt: at });
  addExam('older', 'p-test', '2026-11-20T10:00:00.000Z');
  addExam('oldest', 'P-TEST', '2026-11-10T10:00:00.000Z');
  addExam('other', 'P-ELSE', '2026-11-22T10:00:00.000Z');
  addExam('unsigned', 'P-TEST', '2026-11-22T10:00:00.000Z');
  addExam('later', 'P-TEST', '2026-11-25T10:00:00.000Z');
  for (const examId of ['older', 'oldest', 'other', 'later']) log.reports.appendVersion(version(`v-${examId}`, 1, null, examId));
  log.reports.appendVersion(version('v-older-2', 2, { id: 'v-older', reason: 'x' }, 'older'));
  assert.equal(log.reports.priorOf('e1')?.id, 'v-older-2');
  assert.equal(log.reports.priorOf('oldest'), null);
  assert.deepEqual(log.reports.signedExams({}), ['oldest', 'older', 'other', 'later']);
  assert.deepEqual(log.reports.signedExams({ from: '2026-11-15', to: '2026-11-22' }), ['older']);
});

test('an image is kept once and never changed', () => {
  const { reports, db } = withExam();
  const png = new Uint8Array([1, 2, 3]);
  const checksum = reports.keepImage(png, at);
  assert.equal(reports.keepImage(png, at), checksum);
  assert.deepEqual(reports.image(checksum), png);
  assert.equal(reports.image('ff'), null);
  assert.throws(() => db.exec("UPDATE report_images SET png = X'00'"), /append-only/);
});

test('an exam with a draft is not swept away as empty', () => {
  const log = memoryCaseLog();
  log.exams.insert({ id: 'bare', pseudonym: 'P-BARE', examinedAt: at, protocol: 'blue6', createdAt: at });
  log.reports.putDraft({ examId: 'bare', revision: 1, amends: null, reason: '', entries, reader: 'JD', updatedAt: at });
  assert.equal(log.exams.removeEmpty('bare'), false);
  log.reports.dropDraft('bare');
  assert.equal(log.exams.removeEmpty('bare'), true);
});
