/** What the analysis engine is doing, in one line; restarts and failures stand out and are read aloud. */
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { useWorkstation } from '../state/app-state.ts';
import { engineWords } from './engine-words.ts';

/** Says nothing until the engine has told its state. */
export function EngineNotice() {
  const status = useWorkstation((state) => state.engine);
  const words = status === null ? null : engineWords(status);
  const hint = status?.error?.hint ?? '';
  return (
    <Box role="status" aria-label="Analysis engine" sx={{ display: 'flex', alignItems: 'center', gap: 1, ...(words?.attention === true ? {} : { '@media (max-width: 800px)': { display: 'none' } }), color: words?.attention === true ? 'warning.main' : 'inherit' }}>
      {words?.attention === true && <ErrorOutlined sx={{ fontSize: 16 }} aria-hidden />}
      {words !== null && (
        <Tooltip title={hint} describeChild>
          <span>{words.attention && hint !== '' ? `${words.text} ${hint}` : words.text}</span>
        </Tooltip>
      )}
    </Box>
  );
}
