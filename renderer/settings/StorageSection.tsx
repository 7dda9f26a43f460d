/** Where everything is kept and how much room it takes. */
import Box from '@mui/material/Box';
import { useRequest } from '../api.ts';
import { bytes } from '../format.ts';
import { Problem } from '../shell/Problem.tsx';
import { Section } from './Section.tsx';
import { nearlyFull, storageParts } from './storage-parts.ts';

const partColours = ['primary.main', 'finding.isLow', 'finding.notReadable'] as const;

/** Measured when the page opens. */
export function StorageSection() {
  const { value, state, error, reload } = useRequest('storage.info', {});
  return (
    <Section title="Storage">
      {state === 'loading' && <Box sx={{ color: 'text.secondary' }}>Measuring…</Box>}
      {state === 'failed' && <Problem error={error} onRetry={reload} />}
      {value !== null && (
        <>
          <Box sx={{ overflowWrap: 'anywhere', userSelect: 'text' }}>{value.root}</Box>
          <Box aria-hidden sx={{ display: 'flex', width: 1, height: 8, gap: '2px', borderRadius: 1, overflow: 'hidden', bgcolor: 'surface.raised' }}>
            {storageParts(value).map(({ name, share }, index) => <Box key={name} style={{ flexGrow: share }} sx={{ bgcolor: partColours[index] }} />)}
          </Box>
          <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '12px max-content max-content', alignItems: 'center', columnGap: 2, rowGap: 1, '& dd': { m: 0, textAlign: 'right', pl: 4 } }}>
            {storageParts(value).map(({ name, bytes: size }, index) => (
              <Box key={name} sx={{ display: 'contents' }}>
                <Box component="dt" sx={{ display: 'contents' }}><Box component="span" aria-hidden sx={{ width: 8, height: 8, bgcolor: partColours[index] }} /><span>{name}</span></Box>
                <dd>{bytes(size)}</dd>
              </Box>
            ))}
            <Box component="dt" sx={{ gridColumn: '2' }}>Free on this disk</Box>
            <Box component="dd" sx={{ color: nearlyFull(value) ? 'warning.main' : 'inherit', fontWeight: nearlyFull(value) ? 600 : 450 }}>{bytes(value.freeBytes)}</Box>
          </Box>
          {nearlyFull(value) && <Box role="alert" sx={{ color: 'warning.main' }}>The disk is nearly full. Free some room before you import more clips.</Box>}
        </>
      )}
    </Section>
  );
}
