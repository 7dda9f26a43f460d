/** Tables of figures, alike wherever they stand. */
export const figureTable = {
  borderCollapse: 'collapse',
  '& caption': { textAlign: 'left', color: 'text.secondary', pb: 1.5 },
  '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1.25, pl: 0, pr: 5, textAlign: 'left', fontWeight: 450, verticalAlign: 'top' },
  '& thead th': { color: 'text.secondary', fontSize: '0.75rem' },
} as const;

export const factList = {
  m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 6, rowGap: 1.5, '& dt': { color: 'text.secondary' }, '& dd': { m: 0, overflowWrap: 'anywhere' },
} as const;
