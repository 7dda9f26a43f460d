import { existsSync } from 'node:fs';
import path from 'node:path';
import { makeClips } from './clips.ts';
import { root } from './launch.ts';

/** Playwright calls this once before all specs. */
export default async function globalSetup(): Promise<void> {
  if (!existsSync(path.join(root, 'dist/main.mjs'))) throw new Error('dist/main.mjs is missing: run npm run build first');
  await makeClips();
}
