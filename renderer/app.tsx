/** The frame around every page: rail, page, status bar, messages and the keys that work everywhere. */
import Box from '@mui/material/Box';
import { useCallback, useState } from 'react';
import { CasesPage } from './cases/CasesPage.tsx';
import { ExamPage } from './exam/ExamPage.tsx';
import { LabellingPlace } from './labelling/LabellingPlace.tsx';
import { ModelsPlace } from './models/ModelsPlace.tsx';
import { useNavigation } from './navigation.ts';
import type { Route } from './navigation.ts';
import { ReportPage } from './report/ReportPage.tsx';
import { ClipPage } from './review/ClipPage.tsx';
import { ComparePage } from './review/ComparePage.tsx';
import { LockScreen } from './readers/LockScreen.tsx';
import { SettingsPage } from './settings/SettingsPage.tsx';
import { Announcer } from './shell/Announcer.tsx';
import { CommandPalette } from './shell/CommandPalette.tsx';
import { DropTarget } from './shell/DropTarget.tsx';
import { ModelNotice } from './shell/ModelNotice.tsx';
import { ProgressTray } from './shell/ProgressTray.tsx';
import { Rail } from './shell/Rail.tsx';
import { ShortcutSheet } from './shell/ShortcutSheet.tsx';
import { Toasts } from './shell/Toasts.tsx';
import { useShortcuts } from './shortcuts.ts';

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'cases': return <CasesPage />;
    case 'exam': return <ExamPage key={route.examId} examId={route.examId} />;
    case 'report': return <ReportPage key={route.examId} examId={route.examId} />;
    case 'clip': return <ClipPage key={route.clipId} clipId={route.clipId} />;
    case 'compare': return <ComparePage key={`${route.left}/${route.right}`} left={route.left} right={route.right} />;
    case 'labelling': return <LabellingPlace view={route.view} />;
    case 'models': return <ModelsPlace view={route.view ?? 'installed'} />;
    case 'settings': return <SettingsPage />;
  }
}

type Overlay = 'keys' | 'palette' | null;

/** Fills the window; pages scroll inside. */
export function App() {
  const { route, open, back } = useNavigation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const close = useCallback(() => setOverlay(null), []);
  const showKeys = useCallback(() => setOverlay('keys'), []);
  useShortcuts('everywhere', [
    { keys: 'Ctrl+K', label: 'Find an action or an exam', group: 'Everywhere', run: () => setOverlay('palette') },
    { keys: '?', label: 'Show the keys', group: 'Everywhere', run: showKeys },
    { keys: 'Alt+1', label: 'Go to cases', group: 'Everywhere', run: () => open({ page: 'cases' }) },
    { keys: 'Alt+2', label: 'Go to labelling', group: 'Everywhere', run: () => open({ page: 'labelling', view: 'start' }) },
    { keys: 'Alt+3', label: 'Go to models', group: 'Everywhere', run: () => open({ page: 'models' }) },
    { keys: 'Alt+4', label: 'Go to settings', group: 'Everywhere', run: () => open({ page: 'settings' }) },
    { keys: 'Alt+ArrowLeft', label: 'Go back', group: 'Everywhere', run: back },
  ]);
  // A labelling session has the window to itself; what must be on screen at all times stays in the status bar.
  const immersed = route.page === 'labelling' && route.view === 'session';
  return (
    <LockScreen>
      <Box sx={{ display: 'flex', flexDirection: 'column', height: '100dvh', bgcolor: 'surface.page', color: 'text.primary' }}>
        <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
          {immersed || <Rail onShortcuts={showKeys} />}
          <Box component="main" sx={{ flex: 1, minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
            <ModelNotice />
            <Page route={route} />
          </Box>
        </Box>
        <ProgressTray />
        <Toasts />
        <DropTarget />
        <Announcer />
        <ShortcutSheet open={overlay === 'keys'} onClose={close} />
        <CommandPalette open={overlay === 'palette'} onClose={close} />
      </Box>
    </LockScreen>
  );
}
