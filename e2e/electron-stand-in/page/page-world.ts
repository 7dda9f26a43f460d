/** The page's end of the bridge: receives what the preload exposes and freezes it onto `window`, before any script of the page runs. */
import { WorldLink } from './world-link.ts';

export function startPageWorld(secret: string): void {
  new WorldLink({
    secret,
    side: 'page',
    onExpose: (key, api) => Object.defineProperty(window, key, { value: deepFreeze(api), enumerable: true, configurable: false, writable: false }),
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
