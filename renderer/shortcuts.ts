/** Keyboard shortcuts of whatever is mounted: one registry feeds the keys, the shortcut sheet and the command palette. */
import { createContext, useContext, useEffect, useRef } from 'react';
import { belongsToControl, matches, parseKeys } from './shortcut-keys.ts';
import type { FocusPlace } from './shortcut-keys.ts';

export interface ShortcutBinding {
  /** "Space", "Shift+ArrowLeft", "Ctrl+K", "["; several with one action are separate bindings. */
  readonly keys: string;
  readonly label: string;
  /** Heading in the shortcut sheet. */
  readonly group: string;
  /** A key held down runs it once only: for toggles and records, not for steps. */
  readonly once?: boolean;
  readonly run: () => void;
}

export interface ShortcutRegistry {
  /** Adds a scope's bindings; `read` is called at each press, so closures stay fresh. Returns its removal. */
  add(scope: string, read: () => readonly ShortcutBinding[]): () => void;
  /** Bindings in force, newest scope first. */
  all(): readonly (ShortcutBinding & { readonly scope: string })[];
  /** Runs the first binding that matches; answers whether one did. */
  press(event: KeyboardEvent): boolean;
}

/** An empty registry; scopes added later stand before earlier ones. */
export function createShortcutRegistry(): ShortcutRegistry {
  const scopes: { readonly scope: string; readonly read: () => readonly ShortcutBinding[] }[] = [];
  const all = () => scopes.toReversed().flatMap(({ scope, read }) => read().map((binding) => ({ ...binding, scope })));
  return {
    add(scope, read) {
      const entry = { scope, read };
      scopes.push(entry);
      return () => {
        scopes.splice(scopes.indexOf(entry), 1);
      };
    },
    all,
    press(event) {
      const found = all().find((binding) => matches(parseKeys(binding.keys), event));
      if (found !== undefined && !(event.repeat && found.once === true)) found.run();
      return found !== undefined;
    },
  };
}

export const ShortcutContext = createContext<ShortcutRegistry | null>(null);

/** The registry, for the shortcut sheet and the command palette. */
export function useShortcutRegistry(): ShortcutRegistry {
  const registry = useContext(ShortcutContext);
  if (registry === null) throw new Error('useShortcuts needs ShortcutContext');
  return registry;
}

/** Registers a scope's keys while the component is mounted; `bindings` may change at every render. */
export function useShortcuts(scope: string, bindings: readonly ShortcutBinding[]): void {
  const registry = useShortcutRegistry();
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => registry.add(scope, () => latest.current), [registry, scope]);
}

function placeOf(target: EventTarget | null, byPointer: boolean): FocusPlace {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.closest('[role="dialog"],[role="menu"],[role="listbox"],.MuiModal-root') !== null) return 'popup';
  if (target instanceof HTMLInputElement && target.type === 'range') return 'range';
  if (target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type)) return byPointer ? 'page' : 'button';
  if (target.matches('input,textarea,select,[contenteditable="true"],[role="combobox"]')) return 'text';
  if (target.matches('button,a[href],summary,[role="button"],[role="switch"],[role="tab"]')) return byPointer ? 'page' : 'button';
  return 'page';
}

/** Listens on the window; Space and Enter stay with buttons that were reached by keyboard. Returns the function that stops it. */
export function listenForShortcuts(registry: ShortcutRegistry): () => void {
  let byPointer = false;
  const onPointer = () => {
    byPointer = true;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') byPointer = false;
    if (event.defaultPrevented || event.isComposing || belongsToControl(placeOf(event.target, byPointer), event)) return;
    if (registry.press(event)) event.preventDefault();
  };
  window.addEventListener('pointerdown', onPointer, true);
  window.addEventListener('keydown', onKey);
  return () => {
    window.removeEventListener('pointerdown', onPointer, true);
    window.removeEventListener('keydown', onKey);
  };
}
