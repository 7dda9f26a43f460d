/** Installed model bundles: what they were measured at, where they decide, under which licence. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { BundleInfo as ModelInfo } from '../../preload/models.ts';
import { count } from '../format.ts';
import { Badge } from '../findings/Badge.tsx';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt } from '../state/app-state.ts';
import { Markdown } from './Markdown.tsx';
import { ModelMetrics } from './ModelMetrics.tsx';

function ModelList({ models, shown, onShow }: { readonly models: readonly ModelInfo[]; readonly shown: ModelInfo; readonly onShow: (model: ModelInfo) => void }) {
  return (
    <Box component="nav" aria-label="Models" sx={{ width: { xs: 1, md: 280 }, flex: 'none', borderRight: { md: 1 }, borderBottom: { xs: 1, md: 0 }, borderColor: { xs: 'divider', md: 'divider' }, overflowY: 'auto' }}>
      {models.map((model) => (
        <Button
          key={model.sha256}
          fullWidth
          color="inherit"
          aria-current={model === shown ? 'true' : undefined}
          onClick={() => onShow(model)}
          sx={{
            display: 'block', textAlign: 'left', px: 4, py: 2, borderRadius: 0, whiteSpace: 'normal', borderLeft: '2px solid transparent',
            '&[aria-current]': { bgcolor: 'surface.raised', borderLeftColor: 'primary.main' },
          }}
        >
          <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>{model.title}{model.active && <Badge>in use</Badge>}</Box>
          <Box sx={{ color: 'text.secondary', fontSize: '0.75rem', fontWeight: 400 }}>Version {model.version}</Box>
        </Button>
      ))}
    </Box>
  );
}

function ModelCard({ model, onUsed }: { readonly model: ModelInfo; readonly onUsed: () => void }) {
  const attempt = useAttempt();
  const use = async () => {
    if ((await attempt(() => request('models.activate', { sha256: model.sha256, reason: '' }))) !== null) onUsed();
  };
  return (
    <Box component="section" aria-label={model.title} tabIndex={0} sx={{ flex: 1, minWidth: 0, overflowY: 'auto', px: 6, py: 4, '&:focus-visible': { outlineOffset: -2 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
        <Box component="h2" sx={{ m: 0, fontSize: '1.125rem' }}>{model.title}</Box>
        {model.active ? <Badge>in use</Badge> : <Button variant="outlined" onClick={() => void use()}>Use for new analyses</Button>}
      </Box>
      <Box sx={{ color: 'text.secondary', mt: 1, overflowWrap: 'anywhere' }}>
        {model.id}, version {model.version}, SHA-256 <Box component="span" title={model.sha256} sx={{ fontFamily: 'ui-monospace, monospace', fontSize: '0.75rem' }}>{model.sha256.slice(0, 16)}</Box>
      </Box>
      <ModelMetrics model={model} />
      <Box sx={{ mt: 8, pt: 5, borderTop: 1, borderColor: 'divider' }}><Card sha256={model.sha256} /></Box>
    </Box>
  );
}

function Card({ sha256 }: { readonly sha256: string }) {
  const detail = useRequest('models.detail', { sha256 });
  return <Markdown source={detail.value?.card ?? ''} below={2} />;
}

function NoModel() {
  return (
    <Box sx={{ p: 4, maxWidth: 640 }}>
      <Box sx={{ fontWeight: 600 }}>No model is installed</Box>
      <Box sx={{ color: 'text.secondary' }}>Clips can be imported, viewed and read, but not analysed. Reinstall Pleura, or put a model bundle into models/bundles and restart.</Box>
    </Box>
  );
}

/** A list at the left, the chosen model's card at the right. */
export function ModelsPage() {
  const models = useRequest('models.list', {});
  const [chosen, setChosen] = useState<string | null>(null);
  useEvent('models.changed', models.reload);
  const list = models.value?.models ?? [];
  const shown = list.find(({ sha256 }) => sha256 === chosen) ?? list.find(({ active }) => active) ?? list[0];
  return (
    <>
      <PageHeader title="Models" facts={models.state === 'ready' ? <Box sx={{ color: 'text.secondary' }}>{count(list.length, 'model')} installed</Box> : null} />
      <Box aria-busy={models.state === 'loading'} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: { xs: 'column', md: 'row' }, borderTop: 1, borderColor: 'divider' }}>
        {models.state === 'failed' && <Problem error={models.error} onRetry={models.reload} />}
        {models.state === 'ready' && shown === undefined && <NoModel />}
        {shown !== undefined && (
          <>
            <ModelList models={list} shown={shown} onShow={({ sha256 }) => setChosen(sha256)} />
            <ModelCard model={shown} onUsed={models.reload} />
          </>
        )}
      </Box>
    </>
  );
}
