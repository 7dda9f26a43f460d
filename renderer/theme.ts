/** Colours, type and control sizes of the workstation, for a dim reading room (dark) and a bright one (light). */
import { createTheme } from '@mui/material/styles';
import type { Theme } from '@mui/material/styles';
import { componentStyles } from './theme-components.ts';
import type { Surfaces } from './theme-surfaces.ts';

export type Mode = 'dark' | 'light';

/** Marks of findings; each colour has at least 4.5:1 against panel and page. IS runs from amber (just positive) to red (certain). */
export interface FindingColours {
  readonly isLow: string;
  readonly isHigh: string;
  readonly healthy: string;
  readonly indeterminate: string;
  readonly notReadable: string;
  readonly none: string;
}

declare module '@mui/material/styles' {
  interface Palette {
    readonly finding: FindingColours;
    readonly surface: Surfaces;
  }
  interface PaletteOptions {
    readonly finding: FindingColours;
    readonly surface: Surfaces;
  }
}

interface Scheme {
  readonly surface: Surfaces;
  readonly finding: FindingColours;
  readonly text: { readonly primary: string; readonly secondary: string; readonly disabled: string };
  readonly accent: string;
  readonly onAccent: string;
  readonly error: string;
  readonly warning: string;
}

export const schemes: Readonly<Record<Mode, Scheme>> = {
  dark: {
    surface: { page: '#0E1113', panel: '#15191C', raised: '#1C2226', line: '#2A3136', edge: '#66727A', image: '#000000' },
    finding: { isLow: '#F2A93B', isHigh: '#FF6A52', healthy: '#35C2B0', indeterminate: '#9AA6AE', notReadable: '#C3A5D6', none: '#8B979F' },
    text: { primary: '#E6EAED', secondary: '#9AA6AE', disabled: '#66727A' },
    accent: '#35C2B0',
    onAccent: '#06201D',
    error: '#FF8A78',
    warning: '#F2B65A',
  },
  light: {
    surface: { page: '#F3F5F6', panel: '#FFFFFF', raised: '#E9EDEF', line: '#D2D9DD', edge: '#75828A', image: '#000000' },
    finding: { isLow: '#975200', isHigh: '#B3261E', healthy: '#0A6F64', indeterminate: '#56636B', notReadable: '#76508F', none: '#5B6870' },
    text: { primary: '#14191C', secondary: '#4C5860', disabled: '#75828A' },
    accent: '#0A6F64',
    onAccent: '#FFFFFF',
    error: '#A3231B',
    warning: '#8A4B00',
  },
};

export const fontFamily = "'Inter Figures', 'Inter Variable', system-ui, sans-serif";

/** The MUI theme of one mode: 13 px base in rem (so that zoom works), 4 px grid, motion under 120 ms. */
export function createPleuraTheme(mode: Mode): Theme {
  const scheme = schemes[mode];
  return createTheme({
    spacing: 4,
    shape: { borderRadius: 4 },
    palette: {
      mode,
      primary: { main: scheme.accent, contrastText: scheme.onAccent },
      error: { main: scheme.error },
      warning: { main: scheme.warning },
      success: { main: scheme.finding.healthy },
      background: { default: scheme.surface.page, paper: scheme.surface.panel },
      text: scheme.text,
      divider: scheme.surface.line,
      finding: scheme.finding,
      surface: scheme.surface,
    },
    typography: {
      fontFamily,
      fontSize: 13,
      allVariants: { letterSpacing: 0 },
      htmlFontSize: 16,
      h1: { fontSize: '1.125rem', fontWeight: 600, lineHeight: 1.35 },
      h2: { fontSize: '0.9375rem', fontWeight: 600, lineHeight: 1.4 },
      h3: { fontSize: '0.8125rem', fontWeight: 600, lineHeight: 1.4 },
      body1: { fontSize: '0.8125rem', lineHeight: 1.5 },
      body2: { fontSize: '0.8125rem', lineHeight: 1.5 },
      caption: { fontSize: '0.75rem', lineHeight: 1.4 },
      button: { fontSize: '0.8125rem', fontWeight: 550, textTransform: 'none' },
    },
    transitions: {
      duration: { shortest: 80, shorter: 90, short: 100, standard: 110, complex: 120, enteringScreen: 110, leavingScreen: 90 },
    },
    components: componentStyles(scheme.surface, scheme.accent),
  });
}
