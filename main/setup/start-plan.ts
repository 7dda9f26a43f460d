/** How a start shows the workstation, decided from what the machine has. Pure, so that every way is tested. */

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** True when a window can be shown: always on macOS and Windows, on others when a display server is named. */
export function hasDisplay({ platform, environment }: Machine): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY']);
}

export type StartPlan =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'stand-in'; readonly chromium: string }
  | { readonly kind: 'terminal'; readonly because: 'no-display' | 'no-browser' };

export interface Means {
  readonly display: boolean;
  /** Electron's program; null where it is missing. */
  readonly electron: string | null;
  /** A Chromium for the stand-in; null where none is. */
  readonly chromium: string | null;
}

/** Electron where it can be shown, else the same app in Chromium, else the terminal. */
export function planStart({ display, electron, chromium }: Means): StartPlan {
  if (!display) return { kind: 'terminal', because: 'no-display' };
  if (electron !== null) return { kind: 'electron', program: electron };
  if (chromium !== null) return { kind: 'stand-in', chromium };
  return { kind: 'terminal', because: 'no-browser' };
}

/** How to get the window, said at the end of a start in the terminal. */
export function windowHint(because: 'no-display' | 'no-browser'): string {
  return because === 'no-display'
    ? 'To get the window, run npm start on a machine with a display (over SSH: ssh -X; without one: xvfb-run npm start).'
    : 'To get the window, let npm start download Electron once, or install Chromium or Chrome.';
}
