/** What the command palette lists for a typed text: actions that work here, then exams. */
import type { ExamRow } from '../../preload/domain.ts';
import type { ShortcutBinding } from '../shortcuts.ts';

export type PaletteEntry =
  | { readonly kind: 'action'; readonly id: string; readonly label: string; readonly keys: string; readonly run: () => void }
  | { readonly kind: 'exam'; readonly id: string; readonly exam: ExamRow };

/** True when every word of the text starts a word of the label. */
export function wordsMatch(label: string, text: string): boolean {
  const words = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((part) => words.some((word) => word.startsWith(part)));
}

/** Actions whose label matches, each label once, then the exams. */
export function paletteEntries(bindings: readonly ShortcutBinding[], exams: readonly ExamRow[], text: string): readonly PaletteEntry[] {
  const labels = new Set<string>();
  const actions: PaletteEntry[] = [];
  for (const { label, keys, run } of bindings) {
    if (labels.has(label) || keys === 'Ctrl+K' || !wordsMatch(label, text)) continue;
    labels.add(label);
    actions.push({ kind: 'action', id: `action-${actions.length}`, label, keys, run });
  }
  const found = exams.map<PaletteEntry>((exam) => ({ kind: 'exam', id: `exam-${exam.id}`, exam }));
  return text.trim() === '' ? actions : [...found, ...actions];
}
