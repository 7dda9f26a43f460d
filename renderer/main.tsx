/** Puts the page together: stores, theme, styles with the CSP's nonce, and the frame. */
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { useEffect, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import type { styleNonceMeta } from '../preload/contract.ts';
import './app.css';
import { request } from './api.ts';
import { App } from './app.tsx';
import { createNavigation, NavigationContext } from './navigation.ts';
import { PageError } from './shell/PageError.tsx';
import { createShortcutRegistry, listenForShortcuts, ShortcutContext } from './shortcuts.ts';
import { AppStateContext, connectAppState, createAppState } from './state/app-state.ts';
import { createPleuraTheme } from './theme.ts';
import { useMode } from './use-mode.ts';

const nonceMeta: typeof styleNonceMeta = 'style-nonce';
const nonce = document.querySelector(`meta[name="${nonceMeta}"]`)?.getAttribute('content') ?? '';
const styles = createCache({ key: 'p', nonce });
const state = createAppState();
const navigation = createNavigation(window);
const shortcuts = createShortcutRegistry();

function Themed() {
  const mode = useMode();
  const theme = useMemo(() => createPleuraTheme(mode), [mode]);
  useEffect(() => {
    document.documentElement.style.colorScheme = mode;
  }, [mode]);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <PageError><App /></PageError>
    </ThemeProvider>
  );
}

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
listenForShortcuts(shortcuts);
const { route } = navigation.getState();
// A page that went down in the middle of a blind session has left main's curtain drawn: outside of one nothing would answer.
if (route.page !== 'labelling' || route.view !== 'session') request('labelling.close', {}).catch(() => undefined);
connectAppState(state);
createRoot(root).render(
  <CacheProvider value={styles}>
    <AppStateContext value={state}>
      <NavigationContext value={navigation}>
        <ShortcutContext value={shortcuts}><Themed /></ShortcutContext>
      </NavigationContext>
    </AppStateContext>
  </CacheProvider>,
);
