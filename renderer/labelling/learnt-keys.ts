/** Which keys the reader knows: those pressed often enough need no hint any more. Kept on this machine, nowhere else. */

/** Presses after which a hint goes. */
export const enough = 5;

export type KeyCounts = Readonly<Record<string, number>>;

const name = 'labelling-keys';

/** Counts as they were kept; none where they cannot be read. */
export function readCounts(storage: Pick<Storage, 'getItem'> | null): KeyCounts {
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(name) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return {};
  }
}

export function counted(counts: KeyCounts, hint: string): KeyCounts {
  return { ...counts, [hint]: Math.min(enough, (counts[hint] ?? 0) + 1) };
}

/** Nothing is lost where it cannot be kept: hints are shown again. */
export function keepCounts(storage: Pick<Storage, 'setItem'> | null, counts: KeyCounts): void {
  try {
    storage?.setItem(name, JSON.stringify(counts));
  } catch {
    // A page without storage shows its hints anew.
  }
}

export function learnt(counts: KeyCounts, hint: string): boolean {
  return (counts[hint] ?? 0) >= enough;
}
