/** Above every page: the chosen model is gone or damaged, and another stands in for it. */
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useNavigation } from '../navigation.ts';
import { useWorkstation } from '../state/app-state.ts';

/** Stays until the model is back or another is chosen. */
export function ModelNotice() {
  const fallback = useWorkstation((state) => state.models?.fallback ?? null);
  const { route, open } = useNavigation();
  if (fallback === null) return null;
  return (
    <Box role="alert" sx={{ flex: 'none', display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, px: 4, py: 1, bgcolor: 'surface.raised', borderBottom: 1, borderColor: 'warning.main' }}>
      <ErrorOutlined sx={{ fontSize: 18, color: 'warning.main' }} aria-hidden />
      <Box sx={{ flex: '1 1 320px', minWidth: 0, overflowWrap: 'anywhere' }}>
        <strong>{fallback.wanted} cannot be used; {fallback.used} stands in for it.</strong> {fallback.reason}
      </Box>
      {route.page !== 'models' && <Button color="inherit" variant="outlined" onClick={() => open({ page: 'models' })}>Open models</Button>}
    </Box>
  );
}
