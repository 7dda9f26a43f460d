/** Macros in free text: ";norm" and a space, Enter or Tab after it become the phrase. Pure. */
import type { Macro } from '../../preload/report.ts';

export interface Expanded {
  readonly text: string;
  /** Where the caret stands then. */
  readonly caret: number;
}

/** The text with the macro that ends just before the caret written out; null where none does. `end` is what was typed to finish it. */
export function expandMacro(text: string, caret: number, macros: readonly Macro[]): Expanded | null {
  const before = text.slice(0, caret);
  const found = /(^|[\s(]);([a-z0-9]{1,20})(\s)$/.exec(before);
  const macro = macros.find(({ name }) => name === found?.[2]);
  if (found === null || macro === undefined) return null;
  const start = before.length - found[0].length + (found[1]?.length ?? 0);
  const written = `${before.slice(0, start)}${macro.text}${found[3] ?? ' '}`;
  return { text: `${written}${text.slice(caret)}`, caret: written.length };
}

/** What is wrong with a new macro's name, or null. */
export function checkMacroName(name: string, others: readonly Macro[]): string | null {
  if (!/^[a-z0-9]{1,20}$/.test(name)) return 'Small letters and digits, at most 20.';
  return others.some((macro) => macro.name === name) ? `;${name} is taken.` : null;
}
