/** Where files lie that the page holds: the browser's debugger knows what a page does not. */
import type { CdpSession } from './cdp.ts';
import { heldFilesName } from './wire.ts';

/** One path a file, empty where the browser knows none (a file made by a script). */
export async function heldPaths(session: CdpSession, frameId: string, worldName: string, batch: number, count: number): Promise<readonly string[]> {
  // Answers with the existing world of this name.
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName });
  return Promise.all(Array.from({ length: count }, (_none, index) => heldPath(session, executionContextId, batch, index)));
}

async function heldPath(session: CdpSession, contextId: number, batch: number, index: number): Promise<string> {
  const { result } = await session.send('Runtime.evaluate', { contextId, expression: `${heldFilesName}.get(${batch})?.[${index}]` });
  if (result.objectId === undefined) return '';
  const { path } = await session.send('DOM.getFileInfo', { objectId: result.objectId });
  await session.send('Runtime.releaseObject', { objectId: result.objectId });
  return path;
}
