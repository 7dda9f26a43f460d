/**
 * `npm run -s bench-heads -- [--frames N] [--threads T] [--heads all|name,name]`: how long the comparison of all heads takes, on made-up features as wide as the
 * shipped networks' (each branch alone and fused, five folds by patient, nested). Prints one line of JSON; processor seconds count where the machine is shared.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { headKinds } from '../training/candidates.ts';
import { compareHeads } from '../training/comparison.ts';
import { openFitPool } from '../training/fit-pool.ts';
import type { LabelledClip, Material } from '../training/material.ts';
import { zeros } from '../training/matrix.ts';
import { normals, seededUniform } from '../training/random.ts';
import { createProgressLines } from './evaluation/progress-lines.ts';

const usage = `Usage: npm run -s bench-heads -- [--frames N] [--threads T] [--heads all|${headKinds.join(',')}]\n`;
const branches = [{ name: 'mobilenet_v2', start: 0, count: 1280 }, { name: 'squeezenet', start: 1280, count: 384 }, { name: 'resnet50_stage3', start: 1664, count: 1024 }] as const;
const width = 2688;
const framesPerClip = 20;
const clipsPerPatient = 5;
const causes = 16;

/** Rectified mixtures of a few causes, as channel means are; every other patient is positive, and a third of the causes tells a little. */
function madeUp(frames: number): Material {
  const normal = normals(seededUniform(3));
  const features = zeros(frames, width, true);
  const mixing = Float32Array.from({ length: causes * width }, () => 0.5 * normal());
  const clips: LabelledClip[] = [];
  for (let firstRow = 0; firstRow < frames; firstRow += framesPerClip) {
    const patient = Math.floor(clips.length / clipsPerPatient);
    const positive = patient % 2 === 0;
    const rows = Math.min(framesPerClip, frames - firstRow);
    const own = Array.from({ length: causes }, (_, cause) => normal() + (positive && cause < 5 ? 0.5 : 0));
    for (let row = firstRow; row < firstRow + rows; row += 1) {
      const state = own.map((level) => level + 0.5 * normal());
      for (let feature = 0; feature < width; feature += 1) {
        let sum = 0.2 * Math.sin(row * 12.9898 + feature * 78.233);
        for (let cause = 0; cause < causes; cause += 1) sum += (state[cause] ?? 0) * (mixing[cause * width + feature] ?? 0);
        features.values[row * width + feature] = Math.max(0, sum);
      }
    }
    clips.push({ group: `patient ${patient}`, positive, firstRow, rows });
  }
  return { features, branches, clips };
}

/** Exit code 0 with the line printed, else 1. */
export async function run(args: readonly string[]): Promise<number> {
  let wishes: { readonly frames: number; readonly threads: number; readonly heads: string } | null = null;
  try {
    const { values } = parseArgs({ args: [...args], options: { frames: { type: 'string', default: '10000' }, threads: { type: 'string', default: '2' }, heads: { type: 'string', default: 'all' } } });
    wishes = { frames: Number(values.frames), threads: Number(values.threads), heads: values.heads };
  } catch {
    // Told below.
  }
  const names = wishes?.heads.split(',') ?? [];
  const kinds = headKinds.filter((kind) => wishes?.heads === 'all' || names.includes(kind));
  if (wishes === null || !Number.isInteger(wishes.frames) || wishes.frames < 200 || !Number.isInteger(wishes.threads) || wishes.threads < 1 || kinds.length === 0) {
    process.stderr.write(usage);
    return 1;
  }
  const material = madeUp(wishes.frames);
  const bar = createProgressLines(process.stderr);
  const before = process.cpuUsage();
  const pool = openFitPool(new URL('../training/fit-worker.ts', import.meta.url), material, wishes.threads);
  try {
    const control = { run: pool.run, onRow: () => {}, breath: () => Promise.resolve(), onProgress: (stage: string, share: number) => bar.show(stage === 'heads' ? 0.9 * share : 0.9 + 0.1 * share, stage) };
    const { seconds, rows } = await compareHeads(material, { kinds, folds: 5, seed: 1, learning: false }, control);
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`${JSON.stringify({ frames: wishes.frames, features: width, sets: 4, heads: kinds.length, rows: rows.length, threads: wishes.threads, wallSeconds: Math.round(seconds.comparison), processorSeconds: Math.round((user + system) / 1e6) })}\n`);
  } finally {
    bar.clear();
    await pool.close();
  }
  return 0;
}
