/** The left rail: the workstation's places. */
import FolderSharedOutlined from '@mui/icons-material/FolderSharedOutlined';
import HubOutlined from '@mui/icons-material/HubOutlined';
import EditNoteOutlined from '@mui/icons-material/EditNoteOutlined';
import KeyboardOutlined from '@mui/icons-material/KeyboardOutlined';
import TuneOutlined from '@mui/icons-material/TuneOutlined';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { ReactNode } from 'react';
import { useNavigation } from '../navigation.ts';
import type { Route } from '../navigation.ts';
import { formatRoute } from '../route.ts';

interface Place {
  readonly label: string;
  readonly icon: ReactNode;
  readonly route: Route;
  /** Pages that belong to the place. */
  readonly pages: readonly Route['page'][];
}

const places: readonly Place[] = [
  { label: 'Cases', icon: <FolderSharedOutlined />, route: { page: 'cases' }, pages: ['cases', 'exam', 'report', 'clip', 'compare'] },
  { label: 'Labelling', icon: <EditNoteOutlined />, route: { page: 'labelling', view: 'start' }, pages: ['labelling'] },
  { label: 'Models', icon: <HubOutlined />, route: { page: 'models' }, pages: ['models'] },
  { label: 'Settings', icon: <TuneOutlined />, route: { page: 'settings' }, pages: ['settings'] },
];

const item = {
  flexDirection: 'column', gap: 0.5, width: 1, height: 52, fontSize: '0.6875rem', fontWeight: 500, color: 'text.secondary', borderLeft: '2px solid transparent',
  '& svg': { fontSize: 20 },
  '&:hover': { color: 'text.primary', bgcolor: 'surface.raised' },
  '&[aria-current]': { color: 'text.primary', borderLeftColor: 'primary.main', bgcolor: 'surface.raised' },
  '&.Mui-focusVisible': { outlineOffset: -3 },
} as const;

/** Links to the places, and the shortcut sheet at its foot. */
export function Rail({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { route, open } = useNavigation();
  return (
    <Box
      component="nav"
      aria-label="Main"
      sx={{ display: 'flex', flexDirection: 'column', width: 64, flex: 'none', bgcolor: 'surface.panel', borderRight: 1, borderColor: 'divider', py: 2, overflowY: 'auto' }}
    >
      {places.map((place) => (
        <ButtonBase
          key={place.label}
          component="a"
          href={formatRoute(place.route)}
          aria-current={place.pages.includes(route.page) ? 'page' : undefined}
          onClick={(event) => {
            event.preventDefault();
            open(place.route);
          }}
          sx={item}
        >
          {place.icon}
          {place.label}
        </ButtonBase>
      ))}
      <Box sx={{ flex: 1, minHeight: 8 }} />
      <ButtonBase onClick={onShortcuts} aria-keyshortcuts="?" sx={item}>
        <KeyboardOutlined />
        Keys
      </ButtonBase>
    </Box>
  );
}
