/** The tab bar of the models place. */
import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import type { ModelsView } from '../route.ts';

const tabs: readonly { readonly view: ModelsView; readonly label: string }[] = [{ view: 'installed', label: 'Installed' }, { view: 'training', label: 'Training' }];

/** Arrows walk the tabs, Enter opens. */
export function ModelsTabs({ view }: { readonly view: ModelsView }) {
  const { open } = useNavigation();
  return (
    <Box component="nav" aria-label="Models" sx={{ px: 4, borderBottom: 1, borderColor: 'divider', flex: 'none' }}>
      <Tabs value={view} aria-label="Pages of models" sx={{ minHeight: 36, '& .MuiTab-root': { minHeight: 36, py: 0, px: 3, minWidth: 0, textTransform: 'none' } }}>
        {tabs.map((tab) => (
          <Tab
            key={tab.view} value={tab.view} label={tab.label} component="a" href={formatRoute({ page: 'models', view: tab.view })}
            onClick={(event) => {
              event.preventDefault();
              open({ page: 'models', view: tab.view });
            }}
          />
        ))}
      </Tabs>
    </Box>
  );
}
