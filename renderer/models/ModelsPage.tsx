/** Installed models side by side, one in detail, two compared; install, use, roll back, remove. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { BundleInfo, BundleList } from '../../preload/models.ts';
import { count } from '../format.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { BundlePanel } from './BundlePanel.tsx';
import { BundleTable } from './BundleTable.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import type { ModelChange } from './ChangeDialog.tsx';
import { ComparePanel } from './ComparePanel.tsx';
import { InstallButton } from './InstallButton.tsx';
import { modelName } from './model-words.ts';
import { DamagedStrip, OutdatedStrip, TaskStrip } from './ModelNotices.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { useModels } from './use-models.ts';

function NoModel() {
  return (
    <Box sx={{ maxWidth: 640 }}>
      <Box sx={{ fontWeight: 600 }}>No model is installed</Box>
      <Box sx={{ color: 'text.secondary' }}>Clips can be imported, viewed and read, but not analysed. Install a model bundle from a zip or a folder, drop one on this page, or install Pleura again.</Box>
    </Box>
  );
}

interface HeaderProps {
  readonly list: BundleList;
  readonly onRollBack: (to: BundleInfo) => void;
  readonly onCompare: () => void;
}

function HeaderActions({ list, onRollBack, onCompare }: HeaderProps) {
  const { models, state } = list;
  const busy = state.task !== null;
  const previous = models.find(({ sha256 }) => sha256 === state.previous?.sha256);
  return (
    <>
      {models.filter(({ problem }) => problem === null).length > 1 && <Button color="inherit" variant="outlined" onClick={onCompare}>Compare…</Button>}
      {previous !== undefined && <Button color="inherit" variant="outlined" disabled={busy} onClick={() => onRollBack(previous)}>Roll back to {modelName(previous)}…</Button>}
      <InstallButton disabled={busy} />
    </>
  );
}

function Notices({ list }: { readonly list: BundleList }) {
  const { state, damaged } = list;
  return (
    <>
      {state.task !== null && <TaskStrip task={state.task} />}
      {damaged.map((one) => <DamagedStrip key={one.sha256} damaged={one} />)}
      {state.active !== null && <OutdatedStrip active={modelName(state.active)} />}
    </>
  );
}

/** One scrolling column: the table, then the model or the comparison. */
export function ModelsPage() {
  const models = useModels();
  const [chosen, setChosen] = useState<string | null>(null);
  const [comparing, setComparing] = useState(false);
  const [change, setChange] = useState<ModelChange | null>(null);
  const [removing, setRemoving] = useState<BundleInfo | null>(null);
  const list = models.value;
  const all = list?.models ?? [];
  const active = all.find((model) => model.active) ?? null;
  const shown = all.find(({ sha256 }) => sha256 === chosen) ?? active ?? all[0];
  const show = (sha256: string) => {
    setChosen(sha256);
    setComparing(false);
  };
  const actions = list !== null && <HeaderActions list={list} onCompare={() => setComparing(true)} onRollBack={(to) => setChange({ kind: 'roll-back', to, from: active })} />;
  return (
    <>
      <PageHeader title="Models" facts={list === null ? null : <Box sx={{ color: 'text.secondary' }}>{count(all.length, 'model')} installed</Box>} actions={actions} />
      <Box aria-busy={models.state === 'loading'} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', borderTop: 1, borderColor: 'divider', px: 4, pt: 3, pb: 12, display: 'grid', alignContent: 'start', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)', gridAutoRows: 'max-content' }}>
        {models.state === 'failed' && <Problem error={models.error} onRetry={models.reload} />}
        {list !== null && <Notices list={list} />}
        {list !== null && all.length === 0 && <NoModel />}
        {all.length > 0 && <BundleTable models={all} shown={comparing ? null : (shown?.sha256 ?? null)} onShow={show} />}
        {comparing && <ComparePanel models={all} onClose={() => setComparing(false)} />}
        {!comparing && shown !== undefined && (
          <BundlePanel key={shown.sha256} model={shown} busy={list?.state.task !== null} onUse={() => setChange({ kind: 'activate', to: shown, from: active })} onRemove={() => setRemoving(shown)} />
        )}
      </Box>
      {change !== null && <ChangeDialog change={change} onClose={() => setChange(null)} />}
      {removing !== null && <RemoveDialog model={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
