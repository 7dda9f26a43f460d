/**
 * What only the app's page can measure: the bridge's round trip and the time from a step key to the new frame on the canvas.
 * Left to a program of its own, because it needs a browser and the built app; its last line holds the figures or the reason why there are none.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const program = fileURLToPath(new URL('../../e2e/measure-page.ts', import.meta.url));
const timeLimitMs = 120_000;

const answer = z.union([z.object({ ipcMs: z.number(), canvasFrameMs: z.number(), canvasFrameP95Ms: z.number() }), z.object({ reason: z.string() })]);

export type PageFigures = z.output<typeof answer>;

/** Never fails: what cannot be measured comes back as the reason. */
export async function measurePage(): Promise<PageFigures> {
  if (!existsSync(program)) return { reason: 'the browser tests are not part of this installation' };
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, [program], { timeout: timeLimitMs, killSignal: 'SIGKILL', env: { ...process.env, NODE_NO_WARNINGS: '1' } }, (_error, text) => resolve(text));
  });
  try {
    return answer.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch {
    return { reason: 'the app could not be opened in a window or browser' };
  }
}
