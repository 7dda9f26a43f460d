import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createCaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { migrationsFolder } from '../../db/test-case-log.ts';
import { reportContent } from '../report/content.ts';
import { reportsSchema } from '../report/export.ts';
import { filled, testFacts } from '../report/test-report.ts';

function report(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [resolve(import.meta.dirname, '../cli.ts'), 'report', ...args], (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }));
  });
}

/** Two exams with signed reports, the first amended once; the app has the case log open meanwhile. */
function caseLog(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pleura-report-'));
  const opened = openDatabase({ path: join(folder, 'pleura.db'), migrations: readMigrations(migrationsFolder) });
  assert.ok(opened.ok);
  context.after(() => {
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const log = createCaseLog(opened.value);
  for (const [id, day, pseudonym] of [['e1', '2026-11-20', 'P-ONE'], ['e2', '2026-11-23', '=cmd()']] as const) {
    const examinedAt = `${day}T23:30:00.000Z`;
    log.exams.insert({ id, pseudonym, examinedAt, protocol: 'zones8', createdAt: examinedAt });
    const facts = testFacts({ exam: { id, pseudonym, examinedAt, protocol: 'zones8', simulated: false } });
    const signature = { readerId: null, name: 'JD', role: null, signedAt: examinedAt, pinChecked: false };
    const content = reportContent(filled({ state: 'normal', bLines: '0' }, { R1: { state: 'pathological', bLines: '3+', note: 'a, "b"' } }), facts);
    log.reports.appendVersion({ id: `${id}-1`, examId: id, number: 1, content, signature, amends: null });
    if (id === 'e1') log.reports.appendVersion({ id: 'e1-2', examId: id, number: 2, content, signature, amends: { id: 'e1-1', reason: 'typing error' } });
  }
  return folder;
}

test('the newest version of each exam as JSON that its schema describes, by range and by pseudonym', async (context) => {
  const folder = caseLog(context);
  const all = await report(['--db', folder]);
  assert.equal(all.code, 0, all.stderr);
  const parsed: { reports: { exam_id: string; report_version: number; total: number; zones: { zone: string; score: number }[] }[] } = JSON.parse(all.stdout);
  assert.deepEqual(parsed.reports.map(({ exam_id: exam, report_version: version, total, zones }) => [exam, version, total, zones.length]), [['e1', 2, 1, 8], ['e2', 1, 1, 8]]);
  const valid = new Ajv2020({ allowUnionTypes: true }).compile(reportsSchema());
  assert.ok(valid(parsed), JSON.stringify(valid.errors));
  const exams = async (args: readonly string[]) => {
    const { stdout } = await report(['--db', folder, ...args]);
    return (JSON.parse(stdout) as typeof parsed).reports.map(({ exam_id: exam, report_version: version }) => `${exam}.${version}`);
  };
  assert.deepEqual(await exams(['--to', '2026-11-20']), ['e1.2'], 'the last day counts to its end');
  assert.deepEqual(await exams(['--from', '2026-11-21']), ['e2.1']);
  assert.deepEqual(await exams(['--exam', 'p-one', '--all-versions']), ['e1.1', 'e1.2']);
});

test('CSV keeps columns and cells whole, and defuses formulas', async (context) => {
  const folder = caseLog(context);
  const file = join(folder, 'zones.csv');
  const { code, stdout } = await report(['--db', folder, '--exams-csv', '-', '--zones-csv', file]);
  assert.equal(code, 0);
  const [head = '', first = '', second = ''] = stdout.split('\r\n');
  assert.match(head, /^exam_id,pseudonym,examined_at,protocol,/);
  assert.match(first, /^e1,P-ONE,2026-11-20T23:30:00\.000Z,zones8,/);
  assert.match(second, /^e2,'=cmd\(\),/);
  const zones = readFileSync(file, 'utf8').trimEnd().split('\r\n');
  assert.equal(zones.length, 1 + 16);
  assert.ok(zones[1]?.includes('"a, ""b"""'));
});

test('what cannot be done is said in words', async (context) => {
  const folder = caseLog(context);
  assert.deepEqual([(await report(['--db', join(folder, 'nowhere')])).code, (await report(['--from', 'yesterday'])).code, (await report(['--db', folder, '--exam', 'nobody'])).code], [1, 1, 2]);
  assert.equal((JSON.parse((await report(['--schema'])).stdout) as { title: string }).title, 'Pleura exam reports');
});
