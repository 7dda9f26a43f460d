/** How MUI's components look here: flat, dense, with an always visible focus ring. */
import type { Components, Theme } from '@mui/material/styles';
import type { Surfaces } from './theme-surfaces.ts';

/** Component overrides for one mode's surfaces and accent colour. */
export function componentStyles(surface: Surfaces, accent: string): Components<Theme> {
  const ring = { outline: `2px solid ${accent}`, outlineOffset: 1 };
  return {
    MuiCssBaseline: {
      styleOverrides: {
        ':focus-visible': ring,
        '*': { scrollbarColor: `${surface.edge} transparent`, scrollbarWidth: 'thin' },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true, disableTouchRipple: true },
      styleOverrides: { root: { fontFamily: 'inherit', '&.Mui-focusVisible': ring } },
    },
    MuiButton: {
      defaultProps: { disableElevation: true, size: 'small' },
      styleOverrides: {
        root: { minHeight: 32, padding: '0 12px', whiteSpace: 'nowrap' },
        outlined: { borderColor: surface.edge },
      },
    },
    MuiIconButton: { defaultProps: { size: 'small' }, styleOverrides: { root: { borderRadius: 4, minWidth: 28, minHeight: 28 } } },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiDialog: { styleOverrides: { paper: { border: `1px solid ${surface.line}`, backgroundColor: surface.panel } } },
    MuiMenu: { styleOverrides: { paper: { border: `1px solid ${surface.line}`, backgroundColor: surface.raised } } },
    MuiMenuItem: { styleOverrides: { root: { minHeight: 32, fontSize: '0.8125rem' } } },
    MuiTooltip: {
      defaultProps: { enterDelay: 400, disableInteractive: true },
      styleOverrides: {
        tooltip: ({ theme }) => ({
          fontSize: '0.75rem',
          color: theme.palette.text.primary,
          backgroundColor: surface.raised,
          border: `1px solid ${surface.line}`,
        }),
      },
    },
    MuiInputBase: { styleOverrides: { input: ({ theme }) => ({ '&::placeholder': { color: theme.palette.text.secondary, opacity: 1 } }) } },
    MuiOutlinedInput: {
      styleOverrides: {
        root: { fontSize: '0.8125rem', '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: accent } },
        notchedOutline: { borderColor: surface.edge },
        input: { '&.MuiInputBase-inputSizeSmall': { paddingTop: 6, paddingBottom: 6, height: 20 } },
        multiline: { padding: '6px 10px' },
      },
    },
    MuiFormHelperText: { styleOverrides: { root: { marginLeft: 0, marginRight: 0 } } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiSelect: { defaultProps: { size: 'small' } },
    // MUI's own gray for an unpressed one misses WCAG AA on the light page.
    MuiToggleButton: { styleOverrides: { root: ({ theme }) => ({ color: theme.palette.text.secondary }) } },
    MuiChip: { styleOverrides: { root: { borderRadius: 4, height: 24, fontSize: '0.75rem' }, outlined: { borderColor: surface.edge } } },
    MuiTableCell: { styleOverrides: { root: { padding: '6px 12px', fontSize: '0.8125rem', borderColor: surface.line } } },
    MuiLinearProgress: { styleOverrides: { root: { height: 3, borderRadius: 2, backgroundColor: surface.line } } },
  };
}
