/** The command as a process of its own, on a small file whose figures are worked out by hand. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AgreementReport } from '../../preload/agreement.ts';
import { readAgreementWishes, usage } from './agreement/arguments.ts';
import { readReadingsFile } from './agreement/readings-file.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder = '';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function agreement(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => execFile(process.execPath, [cli, 'agreement', ...args], { cwd: folder, env: { ...process.env, INIT_CWD: folder } }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })));
}

/** 20 clips of 10 patients, 10 IS and 10 healthy to each reader, 16 the same: kappa is (0.8 - 0.5) / 0.5. */
const rows = Array.from({ length: 20 }, (_, at) => {
  const is = at % 2 === 0;
  const other = at < 4 ? !is : is;
  return [
    { clip: `c${at}`, patient: `p${at >> 1}`, reader: 'AB', verdict: is ? 'IS' : 'healthy', severity: is ? 2 : 0, severity_scheme: 'lus', committed_at: '2026-11-20T10:00:00Z' },
    { clip: `c${at}`, patient: `p${at >> 1}`, reader: 'CD', verdict: other ? 'is' : 'Healthy', severity: other ? 2 : 0, severity_scheme: at === 19 ? 'soldati' : 'lus', committed_at: '2026-11-21T10:00:00Z' },
  ];
}).flat();
const columns = ['clip', 'patient', 'reader', 'verdict', 'severity', 'severity_scheme', 'committed_at'] as const;
const csv = [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pleura-agreement-'));
  await writeFile(join(folder, 'readings.csv'), csv);
  await writeFile(join(folder, 'readings.json'), JSON.stringify({ readings: rows }));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a table for people, the same figures from CSV and JSON, and the whole record on request', async () => {
  const [table, json] = await Promise.all([agreement('--readings', 'readings.csv', '--json', 'out.json'), agreement('--readings', 'readings.json', '--json', '-')]);
  assert.deepEqual([table.code, table.stderr, json.code, json.stderr], [0, '', 0, '']);
  const report: AgreementReport = JSON.parse(json.stdout);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')), report);
  const [pair] = report.pairs;
  assert.ok(pair?.kappa.value !== null && pair?.kappa.value !== undefined && Math.abs(pair.kappa.value - 0.6) < 1e-12);
  assert.deepEqual([pair.clips, pair.patients, pair.confusion[0]?.slice(0, 2), pair.confusion[1]?.slice(0, 2)], [20, 10, [8, 2], [2, 8]]);
  assert.match(table.stdout, /AB - CD +20 +10 +0\.800 \(\d\.\d{3}-\d\.\d{3}\) +0\.600 \(\d\.\d{3}-\d\.\d{3}\)/);
  assert.match(table.stdout, /Split level: patient\.\n$/);
});

test('severities of two schemes are never mixed: the scheme is asked for', async () => {
  const [unsaid, lus] = await Promise.all([agreement('--readings', 'readings.csv', '--question', 'severity'), agreement('--readings', 'readings.csv', '--question', 'severity', '--scheme', 'lus', '--json', '-', '--draws', '50')]);
  assert.deepEqual(unsaid, { code: 1, stdout: '', stderr: 'The readings hold severities of two schemes. Choose one with --scheme lus or --scheme soldati: they are never mixed.\n' });
  const report: AgreementReport = JSON.parse(lus.stdout);
  assert.deepEqual([report.question, report.pairs[0]?.clips, report.group.icc?.length, report.bootstrap.draws], ['severity-lus', 19, 4, 50]);
});

test('what cannot be done is said exactly, with exit code 1 and nothing on stdout', async () => {
  await writeFile(join(folder, 'bad.csv'), 'clip,reader,verdict\nc1,AB,IS\nc1,CD,perhaps\n');
  const cases: readonly [readonly string[], string][] = [
    [[], usage],
    [['--readings', 'nowhere.csv'], 'The readings cannot be read. Name a CSV or JSON file with --readings.\n'],
    [['--readings', 'readings.csv', '--readers', 'AB,XY'], 'The readings have no reader "XY". They have: AB, CD.\n'],
    [['--readings', 'readings.csv', '--question', 'sliding'], 'Two readers must have answered the same clips: now 0. Check --question, --readers, --basis and the period against the file.\n'],
    [['--readings', 'bad.csv'], 'Row 2: verdict must be IS, healthy, not-readable, not-lung or empty. Mend the row, then try again; nothing was computed.\n'],
  ];
  const ended = await Promise.all(cases.map(([args]) => agreement(...args)));
  cases.forEach(([, stderr], at) => assert.deepEqual(ended[at], { code: 1, stdout: '', stderr }));
});

test('arguments: what the usage does not know is refused', () => {
  const wishes = (...args: string[]) => readAgreementWishes(['--readings', 'x.csv', ...args]);
  assert.deepEqual([wishes()?.question, wishes()?.draws, wishes()?.basis, wishes('--readers', 'A, B')?.readers], ['verdict', 2000, 'independent', ['A', 'B']]);
  for (const args of [['--question', 'colour'], ['--scheme', 'x'], ['--draws', '0'], ['--from', '23.11.2026'], ['--from', '2026-13-40'], ['--json', ''], ['--readers', ','], ['--other', '1'], ['loose']]) assert.equal(wishes(...args), null, args.join(' '));
});

test('a file is read with what it has; rows without a patient are said to count alone', () => {
  const read = readReadingsFile('clip;reader;b_lines;a_lines\nc1;A;3+;yes\nc1;B;Confluent;0\n', false, null);
  assert.ok(read.ok);
  assert.deepEqual(read.value.readings.map(({ patient, round, mode, findings }) => [patient, round, mode, findings.bLines, findings.aLines]), [['c1', 1, 'imported', '3+', true], ['c1', 1, 'imported', 'confluent', false]]);
  assert.match(read.value.notes[0] ?? '', /^2 readings name no patient/);
  const message = (text: string, json = false) => {
    const answer = readReadingsFile(text, json, null);
    return answer.ok ? 'read' : answer.error.message;
  };
  assert.deepEqual([message('clip,reader\n'), message('clip,verdict\nc1,IS'), message('{', true), message('[1]', true), message('[]', true)], [
    'The file holds no readings.', 'The readings have no column "reader".', 'The readings are no JSON list of rows.', 'The readings are no JSON list of rows.', 'The file holds no readings.',
  ]);
  assert.deepEqual([message('clip,reader,severity\nc,A,2'), message('clip,reader,round\nc,A,0'), message('clip,reader,committed_at\nc,A,soon'), message('clip,reader,took_ms\nc,A,-1')], [
    'Row 1: severity needs severity_scheme, or --scheme.', 'Row 1: round must be a whole number from 1 on or empty.', 'Row 1: committed_at must be a time such as 2026-11-23T10:00:00Z or empty.', 'Row 1: took_ms must be a number from 0 on or empty.',
  ]);
});

test("Pleura's own exports are read: the table with file and sha256, and the JSON with findings inside", () => {
  const table = readReadingsFile(`file,sha256,reader,round,committed_at,verdict,b_lines,severity_lus,severity_soldati\na.mp4,${'ab'.repeat(32)},JD,2,2026-11-23T10:00:00.000Z,IS,3+,2,\na copy.mp4,${'ab'.repeat(32)},MB,1,,healthy,0,,1\n`, false, null);
  const findings = { bLines: '3+', aLines: false, pleura: null, consolidation: 'none', effusion: null, sliding: null, severity: { scheme: 'lus', score: 2 } };
  const one = { clip: { name: 'a.mp4', sha256: 'ab'.repeat(32), frames: 9, width: 1, height: 1 }, reader: 'JD', round: 2, committedAt: '2026-11-23T10:00:00.000Z', tookMs: 4000, verdict: 'IS', findings, confidence: 4, comment: 'x', ranges: [], strokes: [] };
  const json = readReadingsFile(JSON.stringify({ format: 'pleura-readings/1', readings: [one] }), true, null);
  assert.ok(table.ok && json.ok);
  assert.deepEqual(table.value.readings.map(({ clipId, findings: { bLines, severity } }) => [clipId, bLines, severity]), [['ab'.repeat(32), '3+', { scheme: 'lus', score: 2 }], ['ab'.repeat(32), '0', { scheme: 'soldati', score: 1 }]]);
  assert.deepEqual(table.value.schemes, ['lus', 'soldati']);
  const [read] = json.value.readings;
  assert.deepEqual([read?.clipId, read?.reader, read?.round, read?.tookMs, read?.verdict, read?.findings], ['ab'.repeat(32), 'JD', 2, 4000, 'IS', findings]);
  const both = readReadingsFile('file,reader,severity_lus,severity_soldati\na,JD,1,1\n', false, null);
  assert.equal(both.ok ? '' : both.error.message, 'Row 1: a reading has one severity, of one scheme.');
});
