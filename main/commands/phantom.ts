/** `npm run -s phantom -- --out DIR`: writes simulated clips. Prints one line a clip on stderr and a JSON list on stdout. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Result } from '../../preload/domain.ts';
import { foreignSet } from '../../models/phantom/foreign/foreign.ts';
import { phantomSet, type PhantomSet } from '../../models/phantom/cases.ts';
import { labelOf } from '../../models/phantom/spec.ts';
import { writeForeign, writePhantom } from '../../models/phantom/write.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';

const SETS = ['demo', 'b-lines', 'a-lines', 'mixed', 'foreign'] as const satisfies readonly (PhantomSet | 'foreign')[];
const USAGE = `Usage: phantom --out DIR [--kind ${SETS.join('|')}] [--count N] [--seed S] [--frames F] [--raw] [--truth]\n`;

interface Wishes {
  readonly out: string;
  readonly set: PhantomSet | 'foreign';
  readonly count: number;
  readonly seed: number;
  readonly frames: number | null;
  readonly raw: boolean;
  readonly truth: boolean;
}

/** A whole number within its range, else null. */
function whole(text: string, from: number, to: number): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value >= from && value <= to ? value : null;
}

function read(args: readonly string[]): Wishes | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' }, kind: { type: 'string', default: 'demo' }, count: { type: 'string', default: '4' }, seed: { type: 'string', default: '1' },
        frames: { type: 'string' }, raw: { type: 'boolean', default: false }, truth: { type: 'boolean', default: false },
      },
    });
    const set = SETS.find((known) => known === values.kind);
    const count = whole(values.count, 1, 10_000);
    const seed = whole(values.seed, 0, 1_000_000_000);
    const frames = values.frames === undefined ? null : whole(values.frames, 1, 100_000);
    if (values.out === undefined || set === undefined || count === null || seed === null || (values.frames !== undefined && frames === null)) return null;
    return { out: values.out, set, count, seed, frames, raw: values.raw, truth: values.truth };
  } catch {
    return null;
  }
}

interface Written {
  readonly path: string;
  readonly label: string;
  readonly seed: number;
  readonly frames: number;
}

async function writeLung(wishes: Wishes, set: PhantomSet, ffmpeg: string): Promise<Result<(Written & { readonly probe: string })[]>> {
  const written: (Written & { readonly probe: string })[] = [];
  for (const sampled of phantomSet(set, wishes.count, wishes.seed)) {
    const spec = wishes.frames === null ? sampled : { ...sampled, frames: wishes.frames };
    const file = path.join(wishes.out, spec.name);
    const result = await writePhantom(spec, file, { ffmpeg, raw: wishes.raw, truth: wishes.truth });
    if (!result.ok) return result;
    process.stderr.write(`${file}: ${spec.probe}, ${labelOf(spec)}, ${spec.bLines.length} B-lines\n`);
    written.push({ path: file, label: labelOf(spec), probe: spec.probe, seed: spec.seed, frames: spec.frames });
  }
  return { ok: true, value: written };
}

async function writeForeignSet(wishes: Wishes, ffmpeg: string): Promise<Result<Written[]>> {
  const written: Written[] = [];
  for (const sampled of foreignSet(wishes.count, wishes.seed)) {
    const spec = wishes.frames === null ? sampled : { ...sampled, frames: wishes.frames };
    const file = path.join(wishes.out, spec.name);
    const result = await writeForeign(spec, file, ffmpeg);
    if (!result.ok) return result;
    process.stderr.write(`${file}: no lung, ${spec.family}\n`);
    written.push({ path: file, label: spec.family, seed: spec.seed, frames: spec.frames });
  }
  return { ok: true, value: written };
}

/** Exit code 0 when all clips were written, 1 otherwise. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = read(args);
  if (wishes === null) {
    process.stderr.write(USAGE);
    return 1;
  }
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) {
    process.stderr.write('No ffmpeg was found. Install it, or set PLEURA_FFMPEG.\n');
    return 1;
  }
  await mkdir(wishes.out, { recursive: true });
  const written = wishes.set === 'foreign' ? await writeForeignSet(wishes, ffmpeg) : await writeLung(wishes, wishes.set, ffmpeg);
  if (!written.ok) {
    process.stderr.write(`${written.error.message} ${written.error.hint}\n`);
    return 1;
  }
  process.stdout.write(`${JSON.stringify(written.value)}\n`);
  return 0;
}
