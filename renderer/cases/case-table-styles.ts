/** How the case log's grid and its rows look: one style for all rows, because a style for each costs more than drawing it. */
import type { SxProps, Theme } from '@mui/material/styles';
import { rowHeight } from './CaseRow.tsx';

export const caseTableStyles: SxProps<Theme> = {
  flex: 1, minHeight: 0, overflow: 'auto', borderTop: 1, borderColor: 'divider', '&:focus-visible': { outlineOffset: -2 },
  '& .case-grid': {
    display: 'grid', alignItems: 'center', columnGap: 4, px: 4, height: rowHeight, borderBottom: 1, borderColor: 'divider',
    gridTemplateColumns: 'minmax(136px, 0.6fr) minmax(108px, 1fr) minmax(104px, 0.6fr) minmax(216px, 1fr) minmax(116px, 0.6fr) minmax(116px, 0.6fr) minmax(84px, 0.4fr) 44px 72px',
  },
  '& .heads': { position: 'sticky', top: 0, zIndex: 1, bgcolor: 'surface.page', color: 'text.secondary', fontSize: '0.75rem' },
  '& .case': {
    position: 'absolute', top: 0, left: 0, right: 0, cursor: 'pointer',
    '&:hover': { bgcolor: 'surface.panel' },
    '&[aria-selected="true"]': { bgcolor: 'surface.raised', boxShadow: (theme) => `inset 2px 0 ${theme.palette.primary.main}` },
    '& > div, & .cut': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
    '& .quiet': { color: 'text.secondary' },
    '& .strong': { fontWeight: 650 },
    '& .marked': { display: 'flex', alignItems: 'center', gap: 1.5 },
    '& .zones': { display: 'flex', gap: '2px', overflow: 'visible' },
    '& .blank': { gridColumn: '1 / -1', height: 8, width: '45%', borderRadius: 1, bgcolor: 'surface.raised' },
  },
  '& .end': { textAlign: 'right' },
  '@media (max-width: 1100px)': {
    '& .case-grid': { gridTemplateColumns: '124px minmax(96px, 1fr) 216px 116px 84px', columnGap: 3 },
    '& .case-grid > .wide': { display: 'none' },
  },
  '@media (max-width: 800px)': {
    '& .case-grid': { gridTemplateColumns: '112px minmax(96px, 1fr) 216px' },
    '& .case-grid > .middling': { display: 'none' },
  },
};
