/** `dataset build`: a labelled folder becomes a de-identified dataset with a split by patient. */
import { readFile, stat, writeFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Result } from '../../../preload/domain.ts';
import type { DatasetRules, DuplicatePair } from '../../../preload/datasets.ts';
import { contentHash } from '../../training/dataset/content.ts';
import { exportDataset } from '../../training/dataset/export-folder.ts';
import { fingerprint } from '../../training/dataset/fingerprint.ts';
import type { Fingerprint } from '../../training/dataset/fingerprint.ts';
import { readKey, writeKey } from '../../training/dataset/lineage-key.ts';
import type { LineageKey } from '../../training/dataset/lineage-key.ts';
import { newSalt } from '../../training/dataset/pseudonyms.ts';
import { settleDataset } from '../../training/dataset/settle.ts';
import type { Settled } from '../../training/dataset/settle.ts';
import { createProgressLines } from '../evaluation/progress-lines.ts';
import { readBuildWishes, usage } from './arguments.ts';
import type { BuildWishes } from './arguments.ts';
import { openLabelled } from './labelled-folder.ts';
import type { LabelledFolder } from './labelled-folder.ts';
import { bad, print, tellError } from './output.ts';
import { programVersion } from './program-version.ts';

function rulesOf(wishes: BuildWishes, { question }: LabelledFolder): DatasetRules {
  const { damaged, simulated, withoutFan, frames, split, seed, duplicates } = wishes;
  return {
    question: { positive: question.positive, negative: question.negative, where: question.where },
    filters: { readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 0, damaged, rejected: false, simulated, withoutFan, scheme: null },
    frames: { positivesByRange: false, withoutNotReadable: false, perClip: frames }, split, seed, duplicates,
  };
}

async function previousKey({ previous, split }: BuildWishes): Promise<Result<LineageKey | null>> {
  if (previous === null) return { ok: true, value: null };
  const key = readKey(await readFile(previous, 'utf8').catch(() => ''));
  if (key === null) return bad('The key of the earlier dataset cannot be read.', 'Name the file that --key wrote.');
  return key.split.kind === split.kind && (key.split.kind !== 'folds' || split.kind !== 'folds' || key.split.count === split.count) ? { ok: true, value: key } : bad('The earlier dataset was split in another way.', 'Patients keep their sides only under the same kind of split.');
}

async function fingerprints(folder: LabelledFolder, signal: AbortSignal): Promise<Map<string, Fingerprint>> {
  const found = new Map<string, Fingerprint>();
  for (const { sha256 } of folder.candidates) {
    if (signal.aborted) break;
    const made = found.has(sha256) ? null : await fingerprint(folder.store, sha256);
    if (made?.ok === true) found.set(sha256, made.value);
  }
  return found;
}

function pairWords({ first, second, kind, distance }: DuplicatePair): string {
  return `${first} and ${second}: ${kind === 'near' ? `alike, ${distance} of 256 bits differ` : kind === 'same-file' ? 'the same file' : 'the same pictures'}`;
}

async function tellRefusal(wishes: BuildWishes, settled: Extract<Settled, { readonly ok: false }>): Promise<number> {
  if (settled.reason === 'empty') {
    const why = Object.entries(settled.counts.leftOut).map(([reason, count]) => `${reason} ${count}`).join(', ');
    return tellError({ code: 'bad-request', message: `No clip is left for the dataset (${why}).`, hint: 'Loosen the conditions, or take in --damaged, --simulated or --without-fan clips.' });
  }
  const pairs = settled.reason === 'duplicates' ? settled.pairs : [];
  const lines = settled.reason === 'duplicates'
    ? ['Refused: one recording stands under two patients, so that no split by patient keeps it apart.', ...pairs.map(pairWords), 'Correct the table, leave a clip out, or put such patients on one side with --duplicates together.']
    : ['Refused: patients who share a recording have different sides already.', ...settled.torn.map((patients) => patients.join(', '))];
  for (const line of lines) process.stderr.write(`${line}\n`);
  await print(wishes.json, { built: false, reason: settled.reason, pairs, torn: settled.reason === 'torn' ? settled.torn : [] }, []);
  return 2;
}

async function build(wishes: BuildWishes, folder: LabelledFolder, signal: AbortSignal): Promise<number> {
  const previous = await previousKey(wishes);
  if (!previous.ok) return tellError(previous.error);
  const rules = rulesOf(wishes, folder);
  const prints = await fingerprints(folder, signal);
  const settled = settleDataset({ candidates: folder.candidates, rules, previous: previous.value?.sides ?? new Map(), locked: new Set(), lockedClips: [] }, prints);
  if (!settled.ok) return tellRefusal(wishes, settled);
  const { clips, counts, leaks } = settled;
  const program = await programVersion();
  const contentSha256 = contentHash({ clips, rules, policy: null, program });
  // A salt of its own for each export: two of them cannot be joined.
  const salt = newSalt();
  const bar = createProgressLines(process.stderr);
  const exported = await exportDataset({
    out: resolve(wishes.out), storeRoot: folder.store, clips, marks: [], rules, policy: null, counts, leaks, program, contentSha256, locked: false, salt, pixels: wishes.pixels,
  }, { signal, onProgress: (share) => bar.show(share, 'writing frames') });
  bar.clear();
  if (!exported.ok) return tellError(exported.error);
  if (wishes.key !== null) {
    const sides = new Map([...(previous.value?.sides ?? []), ...clips.map(({ patient, side }) => [patient, side] as const)]);
    const kept = await writeFile(wishes.key, writeKey({ salt, split: rules.split, sides }), { mode: 0o600 }).then(() => true, () => false);
    if (!kept) {
      // Without its key the dataset could not grow as asked.
      await rm(resolve(wishes.out), { recursive: true, force: true });
      return tellError({ code: 'storage-failed', message: 'The key could not be written.', hint: 'Choose another place with --key; nothing was left behind.' });
    }
  }
  const sides = counts.sides.map(({ side, clips: held, positives, patients, frames }) => `  ${side}: ${held} clips, ${positives} positive, ${patients} patients, ${frames} frames`);
  const left = Object.entries(counts.leftOut).map(([reason, count]) => `  left out, ${reason}: ${count}`);
  const lines = [`${counts.clips} clips of ${counts.patients} patients, ${exported.value.frames} frames; content ${contentSha256}`, ...sides, ...left, ...leaks.pairs.map((pair) => `  ${pairWords(pair)}`)];
  return (await print(wishes.json, { built: true, contentSha256, counts, leaks, missing: folder.missing, failed: folder.failed, ...exported.value }, lines)) ? 0 : 1;
}

export async function run(args: readonly string[]): Promise<number> {
  const wishes = readBuildWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  if (await stat(wishes.out).then(() => true, () => false)) return tellError({ code: 'conflict', message: 'There is something at the place of --out already.', hint: 'Name a folder that does not exist yet; nothing was written.' });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const folder = await openLabelled(wishes, stopping.signal);
  if (!folder.ok) return tellError(folder.error);
  try {
    for (const note of folder.value.notes) process.stderr.write(`${note}\n`);
    return await build(wishes, folder.value, stopping.signal);
  } finally {
    await folder.value.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
