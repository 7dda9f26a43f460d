/** Tokens in place of paths: the page names what was picked or dropped without ever seeing where it lies. Valid until the app ends. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PickedItem, Result } from '../../preload/domain.ts';
import { failure, success } from './failures.ts';

export interface PickedPaths {
  /** Paths that are no longer there are kept too: the import says so by name. */
  register(paths: readonly string[]): Promise<readonly PickedItem[]>;
  /** `not-found` when a token was never given out. */
  resolve(tokens: readonly string[]): Result<readonly string[]>;
  /** As the page knows it; empty for an unknown token. */
  nameOf(token: string): string;
}

export function createPickedPaths(): PickedPaths {
  const paths = new Map<string, string>();
  return {
    register: (picked) => Promise.all(picked.map(async (path) => {
      const token = randomUUID();
      paths.set(token, path);
      const folder = await stat(path).then((info) => info.isDirectory(), () => false);
      return { token, name: basename(path), kind: folder ? 'folder' : 'file' };
    })),
    nameOf: (token) => basename(paths.get(token) ?? ''),
    resolve: (tokens) => {
      const found = tokens.map((token) => paths.get(token));
      const known = found.filter((path) => path !== undefined);
      return known.length === tokens.length ? success(known) : failure('not-found', 'The picked files are no longer known.', 'Pick or drop them again.');
    },
  };
}
