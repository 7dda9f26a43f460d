/** Every house rule of .oxlintrc.json really fires: broken files in a scratch tree, each with the one rule it must break. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const imports = 'no-restricted-imports';

/** file, the rule that must fire there (null: none may), content */
const cases: readonly (readonly [string, string | null, string])[] = [
  ['main/jobs.ts', 'no-floating-promises', 'async function go() { await null; }\nexport function start() { go(); }'],
  ['main/cli.ts', 'switch-exhaustiveness-check', "export function f(x: 'a' | 'b') { switch (x) { case 'a': return 1; } return 2; }"],
  ['main/casework/one.ts', 'no-cycle', "import { two } from './two.ts';\nexport const one = () => two();"],
  ['main/casework/two.ts', 'no-cycle', "import { one } from './one.ts';\nexport const two = (): unknown => one();"],
  ['main/casework/default.ts', 'no-default-export', 'export default 1;'],
  ['main/casework/any.ts', 'no-explicit-any', 'export const x = (y: any) => y;'],
  ['main/casework/long.ts', 'max-lines', 'export {};\n'.repeat(360)],
  ['main/casework/electron.ts', imports, "import { app } from 'electron';\nexport const x = app;"],
  ['main/commands/renderer.ts', imports, "import { x } from '../../renderer/x.ts';\nexport const y = x;"],
  ['main/inference/electron.ts', imports, "import { app } from 'electron';\nexport const x = app;"],
  ['main/inference/database.ts', imports, "import Database from 'better-sqlite3';\nexport const x = Database;"],
  ['main/analysis/db.ts', imports, "import { openDb } from '../../db/open.ts';\nexport const x = openDb;"],
  ['main/training/dataset/db.ts', imports, "import { openDb } from '../../../db/open.ts';\nexport const x = openDb;"],
  ['main/report/db.ts', imports, "import { openDb } from '../../db/open.ts';\nexport const x = openDb;"],
  ['main/media/casework.ts', imports, "import { x } from '../casework/x.ts';\nexport const y = x;"],
  ['main/media/jobs-user.ts', imports, "import { start } from '../jobs.ts';\nexport const y = start;"],
  ['main/analysis/value.ts', imports, "import { thing } from '../../preload/domain.ts';\nexport const y = thing;"],
  ['main/analysis/types.ts', null, "import type { Verdict } from '../../preload/domain.ts';\nexport const y = (v: Verdict) => v;"],
  ['main/window.ts', imports, "import { ipcMain } from 'electron';\nexport const x = ipcMain;"],
  ['main/app.ts', null, "import { app } from 'electron';\nexport const x = app;"],
  ['main/ipc.ts', null, "import { ipcMain } from 'electron';\nexport const x = ipcMain;"],
  ['db/exams.ts', imports, "import { x } from '../main/x.ts';\nexport const y = x;"],
  ['db/clips.ts', imports, "import { requests } from '../preload/contract.ts';\nexport const y = requests;"],
  ['preload/domain.ts', imports, "import type { Z } from 'zod';\nexport type Y = Z;"],
  ['preload/contract.ts', imports, "import { x } from '../main/x.ts';\nexport const y = x;"],
  ['preload/index.ts', imports, "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;"],
  ['preload/pure/zod.ts', imports, "import { z } from 'zod';\nexport const y = z;"],
  ['preload/pure/contract.ts', imports, "import { requests } from '../contract.ts';\nexport const y = requests;"],
  ['preload/pure/types.ts', null, "import type { FrameRange } from '../readings.ts';\nexport const y = (r: FrameRange) => r;"],
  ['renderer/labelling/pure.ts', null, "import { added } from '../../preload/pure/frame-ranges.ts';\nexport const y = added;"],
  ['renderer/node.ts', imports, "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;"],
  ['renderer/value.ts', imports, "import { requests } from '../preload/contract.ts';\nexport const y = requests;"],
  ['renderer/bundles.ts', imports, "import { x } from '../models/x.ts';\nexport const y = x;"],
  ['renderer/cases/plots.ts', null, "import { x } from '../models/plots/x.ts';\nexport const y = x;"],
  ['renderer/cases/types.ts', null, "import type { ExamRow } from '../../preload/domain.ts';\nexport const y = (r: ExamRow) => r;"],
  ['renderer/cases/main.ts', imports, "import { x } from '../../main/x.ts';\nexport const y = x;"],
  ['renderer/bridge.ts', 'no-restricted-properties', 'export const y = () => window.pleura;'],
  ['renderer/api.ts', null, 'export const y = () => window.pleura;'],
  ['renderer/hook.tsx', 'rules-of-hooks', "import { useState } from 'react';\nexport function Page({ on }: { on: boolean }) { if (on) { useState(1); } return null; }"],
  ['e2e/case-log.spec.ts', imports, "import { x } from '../main/app.ts';\nexport const y = x;"],
  ['e2e/pages/clip.ts', imports, "import { requests } from '../../preload/contract.ts';\nexport const y = requests;"],
  ['db/fine.test.ts', null, "import { test } from 'node:test';\ntest('a', () => {});"],
];

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

let scratch = '';
let fired = new Map<string, readonly string[]>();

before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pleura-lint-'));
  for (const name of ['.oxlintrc.json', 'tsconfig.json']) copyFileSync(join(root, name), join(scratch, name));
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
  for (const [file, , content] of cases) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    writeFileSync(join(scratch, file), `${content}\n`);
  }
  const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=json'], { cwd: scratch, encoding: 'utf8' });
  const report = JSON.parse(run.stdout) as Report;
  fired = new Map([...Map.groupBy(report.diagnostics, (d) => d.filename.replaceAll('\\', '/'))].map(([file, list]) => [file, list.map((d) => d.code)]));
});

after(() => rmSync(scratch, { recursive: true, force: true }));

for (const [file, rule, content] of cases) {
  const wanted = rule ?? 'nothing';
  test(`${file}: ${wanted} fires on ${content.slice(0, 60).split('\n')[0]}`, () => {
    const codes = fired.get(file) ?? [];
    if (rule === null) assert.deepEqual(codes, []);
    else assert.ok(codes.some((code) => code.includes(`(${rule})`)), `${rule} not among ${codes.join(', ') || 'nothing'}`);
  });
}
