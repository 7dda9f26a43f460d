/** What analyses run on: the choice, what was tried, the self-test, and a benchmark. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { request } from '../api.ts';
import type { BenchmarkResult, EngineStatus, ProviderChoice, Settings } from '../../preload/domain.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { count } from '../format.ts';
import { engineWords, providerName, variantName } from '../shell/engine-words.ts';
import { useAttempt, useNotices, useWorkstation } from '../state/app-state.ts';
import { Section } from './Section.tsx';

const choices = ['auto', 'cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const satisfies readonly ProviderChoice[];

function ProviderSelect({ provider }: { readonly provider: ProviderChoice }) {
  const attempt = useAttempt();
  return (
    <FormControl size="small" sx={{ width: 'min(320px, 100%)' }}>
      <InputLabel htmlFor="provider" shrink>Run analyses on</InputLabel>
      <NativeSelect
        value={provider}
        input={<OutlinedInput label="Run analyses on" notched />}
        inputProps={{ id: 'provider' }}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice === event.target.value);
          if (chosen !== undefined) void attempt(() => request('settings.set', { provider: chosen }));
        }}
      >
        {choices.map((choice) => <option key={choice} value={choice}>{choice === 'auto' ? 'Fastest that passes its self-test' : providerName(choice)}</option>)}
      </NativeSelect>
      <FormHelperText>What is not there or fails its self-test is passed over for the next.</FormHelperText>
    </FormControl>
  );
}

function Attempts({ engine }: { readonly engine: EngineStatus }) {
  if (engine.attempts.length === 0) return null;
  return (
    <Box component="table" sx={{ borderCollapse: 'collapse', width: 1, '& caption': { textAlign: 'left', color: 'text.secondary', pb: 1 }, '& td, & th': { borderTop: 1, borderColor: 'divider', py: 1.5, pl: 0, pr: 4, textAlign: 'left', verticalAlign: 'top', fontWeight: 450 } }}>
      <caption>Self-test against stored results, in the order tried</caption>
      <tbody>
        {engine.attempts.map(({ provider, precision, ok, detail }) => (
          <tr key={variantName(provider, precision)}>
            <Box component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>{variantName(provider, precision)}</Box>
            <Box component="td" sx={{ whiteSpace: 'nowrap' }}>
              <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
                <FindingMark finding={ok ? 'healthy' : 'not-readable'} label="" size={14} />
                {ok ? (provider === engine.provider && precision === engine.precision ? 'passed, in use' : 'passed') : 'not usable'}
              </Box>
            </Box>
            <Box component="td" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{detail}</Box>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

function Benchmark() {
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<BenchmarkResult | null>(null);
  const run = async () => {
    setRunning(true);
    const measured = await attempt(() => request('engine.benchmark', {}));
    setRunning(false);
    if (measured === null) return;
    setResult(measured);
    announce(`Benchmark: ${measured.engineMsPerFrame.toFixed(1)} milliseconds per frame.`);
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
      <Button variant="outlined" color="inherit" disabled={running} onClick={() => void run()}>{running ? 'Measuring…' : 'Measure speed'}</Button>
      {result !== null && (
        <span>
          {result.engineMsPerFrame.toFixed(1)} ms per frame on {variantName(result.provider, result.precision)}, {count(result.threads, 'thread')};
          {' '}{result.sessionRunMsPerFrame.toFixed(1)} ms of it in the network
        </span>
      )}
    </Box>
  );
}

/** Follows the engine's state live. */
export function EngineSection({ settings }: { readonly settings: Settings }) {
  const engine = useWorkstation((state) => state.engine);
  return (
    <Section title="Analysis">
      <ProviderSelect provider={settings.provider} />
      {engine !== null && (
        <Box>
          {engineWords(engine).text}
          {engine.error !== null && <Box sx={{ color: 'text.secondary' }}>{engine.error.hint}</Box>}
          {engine.restarts > 0 && <Box sx={{ color: 'text.secondary' }}>Restarted {count(engine.restarts, 'time')} since the program started.</Box>}
        </Box>
      )}
      {engine !== null && <Attempts engine={engine} />}
      <Benchmark />
    </Section>
  );
}
