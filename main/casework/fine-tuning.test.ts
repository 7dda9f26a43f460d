import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { fineTuning } from './fine-tuning.ts';

test('every argument is one that models/train takes', () => {
  const parser = readFileSync(join(import.meta.dirname, '..', '..', 'models', 'train', '__main__.py'), 'utf8');
  const { command, bundle } = fineTuning('/data/Ward-round-v2', 'linux');
  assert.equal(command, 'python3 -m models.train --inputs /data/Ward-round-v2/inputs --data /data/Ward-round-v2 --label positive --id ward-round-v2 --version 1.0.0 --out /data/Ward-round-v2-bundle');
  assert.equal(bundle, '/data/Ward-round-v2-bundle');
  for (const [flag] of command.matchAll(/--[a-z]+/g)) assert.ok(parser.includes(`add_argument("${flag}"`), flag);
});

test('a shell reads the paths back, whatever is in them', { skip: process.platform === 'win32' && 'no POSIX shell' }, () => {
  fc.assert(fc.property(fc.stringMatching(/^[ -~\u00e0-\u00ff]{1,20}$/), (name) => {
    const out = `/tmp/${name}`;
    const { command } = fineTuning(out, 'linux');
    const said = execFileSync('sh', ['-c', `printf '%s\\n' ${command.slice('python3 '.length)}`], { encoding: 'utf8' }).split('\n');
    assert.deepEqual([said[3], said[5], said[13]], [`${out}/inputs`, out, `${out}-bundle`]);
    assert.match(said[9] ?? '', /^[a-z0-9-]+$/);
  }), { numRuns: 25 });
});

test('on Windows a quote is doubled, as PowerShell has it', () => {
  assert.match(fineTuning("C:\\O'Brien data\\ward-v1", 'win32').command, /^python -m models\.train --inputs 'C:\\O''Brien data\\ward-v1\\inputs'/);
});
