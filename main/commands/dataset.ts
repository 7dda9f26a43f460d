/**
 * `npm run -s dataset -- build|check|readings ...`: datasets from labelled folders, their check, and readings from one format into another.
 * Exit codes: 0 done and clean; 2 a leak was found (build: refused; check), or something had no place in the format (readings); 1 an error.
 */
import process from 'node:process';
import { run as build } from './dataset/build.ts';
import { run as check } from './dataset/check.ts';
import { run as readings } from './dataset/readings.ts';

const parts = { build, check, readings } as const;

const usage = `Usage: npm run -s dataset -- build --data DIR --labels CSV --label COLUMN|CONDITION --group COLUMN --out DIR ...
       npm run -s dataset -- check DIR [--json FILE|-]
       npm run -s dataset -- readings --in FILE|FOLDER --from FORMAT --out FILE|FOLDER --to FORMAT ...
Each without further arguments prints what it takes.
`;

export async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === 'build' || name === 'check' || name === 'readings') return parts[name](args);
  process.stderr.write(usage);
  return 1;
}
