/** A workstation for tests: real media and engine processes, the tiny bundle, a data folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Events } from '../../preload/contract.ts';
import type { Result } from '../../preload/domain.ts';
import { phantomSet } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { createWorkstation } from './workstation.ts';
import type { Workstation, WorkstationOptions } from './workstation.ts';

export const engineEntry = fileURLToPath(new URL('../inference/engine.ts', import.meta.url));
export const mediaEntry = fileURLToPath(new URL('../media/worker.ts', import.meta.url));
const bundleRoot = fileURLToPath(new URL('../inference/fixtures', import.meta.url));

export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pleura-casework-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export interface TestStation {
  readonly station: Workstation;
  readonly events: { readonly name: keyof Events; readonly event: Events[keyof Events] }[];
  /** The engine processes, newest last. */
  readonly engines: Child[];
}

/** Stopped when the test ends, where it was not before. */
export async function openStation(context: TestContext, userData: string, more: Pick<Partial<WorkstationOptions>, 'pick' | 'spawnTraining' | 'reportDesk'> = {}): Promise<TestStation> {
  const events: TestStation['events'] = [];
  const engines: Child[] = [];
  const spawnEngine = () => {
    const child = spawnNode(engineEntry);
    engines.push(child);
    return child;
  };
  const station = value(await createWorkstation({ ...more, userData, bundleRoot, spawnEngine, spawnMedia: () => spawnNode(mediaEntry), emit: (name, event) => events.push({ name, event }) }));
  context.after(() => station.stop());
  // What other providers this machine has is not this room's matter.
  station.log.settings.set({ provider: 'cpu' });
  return { station, events, engines };
}

/** Writes `count` small simulated clips named for BLUE zones; null where this machine has no ffmpeg. */
export async function phantomClips(folder: string, count: number, frames: number): Promise<readonly string[] | null> {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return null;
  const zones = ['R1', 'R2', 'R3', 'L1', 'L2', 'L3'];
  return Promise.all(phantomSet('mixed', count, 77).map(async (spec, index) => {
    const path = join(folder, `${zones[index % zones.length] ?? 'x'}${index < zones.length ? '' : ` ${index}`}.mp4`);
    value(await writePhantom({ ...spec, frames, width: 160, height: 160 }, path, { ffmpeg }));
    return path;
  }));
}
