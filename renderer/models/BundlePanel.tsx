/** One model in detail: what can be done with it, its figures, licence, card. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useState } from 'react';
import { useRequest } from '../api.ts';
import type { BundleDetail, BundleInfo } from '../../preload/models.ts';
import { Badge } from '../findings/Badge.tsx';
import { bytes } from '../format.ts';
import { Problem } from '../shell/Problem.tsx';
import { HistoryList } from './HistoryList.tsx';
import { LicencePanel } from './LicencePanel.tsx';
import { Markdown } from './Markdown.tsx';
import { modelName } from './model-words.ts';
import { DecisionFacts, ShortFigures } from './ShortFigures.tsx';
import { TaskFigures } from './TaskFigures.tsx';

interface BundlePanelProps {
  readonly model: BundleInfo;
  readonly busy: boolean;
  readonly onUse: () => void;
  readonly onRemove: () => void;
}

const tabs = [['figures', 'Figures'], ['licence', 'Licence'], ['card', 'Model card'], ['history', 'History']] as const;
type TabName = (typeof tabs)[number][0];

function Content({ tab, model, detail }: { readonly tab: TabName; readonly model: BundleInfo; readonly detail: BundleDetail }) {
  switch (tab) {
    case 'figures': return (
      <Box sx={{ display: 'grid', gap: 6 }}>
        {detail.metrics === null ? <ShortFigures model={model} /> : <TaskFigures key={model.sha256} model={modelName(model)} metrics={detail.metrics} training={detail.training} />}
        <DecisionFacts model={model} />
      </Box>
    );
    case 'licence': return <LicencePanel model={model} detail={detail} />;
    case 'card': return detail.card === '' ? <Box sx={{ color: 'text.secondary' }}>This bundle brings no model card.</Box> : <Markdown source={detail.card} below={2} />;
    case 'history': return <HistoryList />;
  }
}

function Actions({ model, busy, onUse, onRemove }: BundlePanelProps) {
  return (
    <>
      {!model.active && <Button variant="contained" disabled={busy} onClick={onUse}>Use this model…</Button>}
      {!model.active && model.origin === 'installed' && <Button color="inherit" variant="outlined" disabled={busy} onClick={onRemove}>Remove…</Button>}
    </>
  );
}

export function BundlePanel(props: BundlePanelProps) {
  const { model } = props;
  const detail = useRequest('models.detail', model.problem === null ? { sha256: model.sha256 } : null);
  const [tab, setTab] = useState<TabName>('figures');
  return (
    <Box component="section" aria-labelledby="model-title" sx={{ display: 'grid', gap: 4, pt: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
        <Box component="h2" id="model-title" sx={{ m: 0, fontSize: '1.125rem' }}>{model.title}</Box>
        {model.active && <Badge>in use</Badge>}
        <Box sx={{ flex: 1 }} />
        <Actions {...props} />
      </Box>
      <Box sx={{ color: 'text.secondary', mt: -3, overflowWrap: 'anywhere' }}>
        {modelName(model)}, {bytes(model.bytes)}, SHA-256 <Box component="span" title={model.sha256} sx={{ fontFamily: 'ui-monospace, monospace', fontSize: '0.75rem' }}>{model.sha256.slice(0, 16)}</Box>
      </Box>
      {model.problem !== null && <Box role="alert" sx={{ color: 'warning.main' }}>This model cannot be used: {model.problem} {model.origin === 'installed' ? 'Install the bundle again, or remove it.' : 'Install Pleura again.'}</Box>}
      {model.problem === null && (
        <>
          <Tabs value={tab} onChange={(_, chosen: TabName) => setTab(chosen)} variant="scrollable" allowScrollButtonsMobile aria-label={`About ${model.title}`} sx={{ minHeight: 36, borderBottom: 1, borderColor: 'divider' }}>
            {tabs.map(([name, label]) => <Tab key={name} value={name} label={label} id={`tab-${name}`} aria-controls={`panel-${name}`} sx={{ textTransform: 'none', minHeight: 36, py: 0, fontSize: '0.8125rem' }} />)}
          </Tabs>
          <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} aria-busy={detail.state === 'loading'}>
            {detail.state === 'failed' && <Problem error={detail.error} onRetry={detail.reload} />}
            {detail.value !== null && <Content tab={tab} model={model} detail={detail.value} />}
          </Box>
        </>
      )}
    </Box>
  );
}
