/** The reader's hands, as React holds them. */
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { emptyHands } from './tools.ts';
import type { Tools } from './tools.ts';

export type ToolStore = StoreApi<Tools>;

export function createTools(): ToolStore {
  return createStore<Tools>()(() => emptyHands);
}

export function useTools(store: ToolStore): Tools {
  return useStore(store);
}
