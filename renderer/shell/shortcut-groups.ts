/** Bindings arranged for the shortcut sheet. */
import type { ShortcutBinding } from '../shortcuts.ts';

export interface ShortcutGroup {
  readonly name: string;
  /** Bindings with one label are one line: several keys for one action. */
  readonly lines: readonly { readonly label: string; readonly bindings: readonly ShortcutBinding[] }[];
}

/** Groups in order of appearance, "Everywhere" last. */
export function groupShortcuts(bindings: readonly ShortcutBinding[]): readonly ShortcutGroup[] {
  const groups = new Map<string, Map<string, ShortcutBinding[]>>();
  for (const binding of bindings) {
    const lines = groups.get(binding.group) ?? new Map<string, ShortcutBinding[]>();
    groups.set(binding.group, lines);
    const line = lines.get(binding.label) ?? [];
    lines.set(binding.label, line);
    if (line.every(({ keys }) => keys !== binding.keys)) line.push(binding);
  }
  return [...groups]
    .map(([name, lines]) => ({ name, lines: [...lines].map(([label, own]) => ({ label, bindings: own })) }))
    .toSorted((a, b) => Number(a.name === 'Everywhere') - Number(b.name === 'Everywhere'));
}
