/** Key names as bindings write them ("Ctrl+K", "Shift+ArrowLeft", "?"), and whether a key press means one of them. */

/** The parts of a KeyboardEvent that matching reads. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface KeyPattern {
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Lower case for letters; "space" for the space bar. */
  readonly key: string;
}

/** Reads "Ctrl+Shift+Z" or "+"; the last part is the key. */
export function parseKeys(keys: string): KeyPattern {
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  return {
    control: modifiers.includes('ctrl'),
    alt: modifiers.includes('alt'),
    shift: modifiers.includes('shift'),
    key: (parts.at(-1) ?? '').toLowerCase(),
  };
}

function pressedKey(press: KeyPress): string {
  return press.key === ' ' ? 'space' : press.key.toLowerCase();
}

/** Digits by place too, so that they work where the layout needs Shift for them. */
function digitOf(press: KeyPress): string | null {
  return /^Digit(\d)$/.exec(press.code)?.[1] ?? null;
}

/** Symbols such as "?" or "+" sit on shifted keys in some layouts, so Shift is not compared for them. */
function shiftMatters(key: string): boolean {
  return key.length > 1 || /[a-z]/.test(key);
}

/** True when the press means the pattern; Command counts as Ctrl. */
export function matches(pattern: KeyPattern, press: KeyPress): boolean {
  if (pattern.control !== (press.ctrlKey || press.metaKey) || pattern.alt !== press.altKey) return false;
  if (/^\d$/.test(pattern.key)) {
    // "Shift+1" is the key's place with Shift: its character differs from layout to layout.
    if (pattern.shift) return digitOf(press) === pattern.key && press.shiftKey;
    return pressedKey(press) === pattern.key || (digitOf(press) === pattern.key && !press.shiftKey);
  }
  if (shiftMatters(pattern.key) && pattern.shift !== press.shiftKey) return false;
  return pressedKey(press) === pattern.key;
}

const names: Readonly<Record<string, string>> = {
  arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓', space: 'Space', escape: 'Esc', enter: 'Enter',
  home: 'Home', end: 'End', pageup: 'PgUp', pagedown: 'PgDn', delete: 'Del', backspace: 'Backspace', tab: 'Tab',
};

/** The keys as caps for the shortcut sheet: ["Ctrl", "K"]. */
export function keyCaps(keys: string): readonly string[] {
  const pattern = parseKeys(keys);
  const cap = names[pattern.key] ?? pattern.key.toUpperCase();
  return [...(pattern.control ? ['Ctrl'] : []), ...(pattern.alt ? ['Alt'] : []), ...(pattern.shift ? ['Shift'] : []), cap];
}

export type FocusPlace = 'page' | 'text' | 'range' | 'button' | 'popup';

/**
 * Whether a press belongs to the focused control instead of the page's shortcuts: typing in a text field, arrows on a slider,
 * Space and Enter on a button reached by keyboard, everything plain in a dialog, menu or list box.
 */
export function belongsToControl(place: FocusPlace, press: KeyPress): boolean {
  const key = pressedKey(press);
  const command = press.ctrlKey || press.metaKey;
  switch (place) {
    case 'page': return false;
    case 'popup': return true;
    case 'text': return !(command && /^(?:k|s|p|enter)$/.test(key)) && !press.altKey && !/^f\d+$/.test(key);
    case 'range': return /^(?:arrow|home|end|page)/.test(key);
    case 'button': return key === 'space' || key === 'enter';
  }
}
