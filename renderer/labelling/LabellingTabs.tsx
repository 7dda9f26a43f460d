/** The tab bar of the labelling place; hidden while there is one page only. */
import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import type { LabellingView } from '../route.ts';

export interface LabellingTab {
  readonly view: LabellingView;
  readonly label: string;
}

/** Arrows walk the tabs, Enter opens. */
export function LabellingTabs({ tabs, view }: { readonly tabs: readonly LabellingTab[]; readonly view: LabellingView }) {
  const { open } = useNavigation();
  if (tabs.length < 2) return null;
  return (
    <Box component="nav" aria-label="Labelling" sx={{ px: 4, borderBottom: 1, borderColor: 'divider', flex: 'none' }}>
      <Tabs value={view} aria-label="Pages of labelling" sx={{ minHeight: 36, '& .MuiTab-root': { minHeight: 36, py: 0, px: 3, minWidth: 0 } }}>
        {tabs.map((tab) => (
          <Tab
            key={tab.view}
            value={tab.view}
            label={tab.label}
            component="a"
            href={formatRoute({ page: 'labelling', view: tab.view })}
            onClick={(event) => {
              event.preventDefault();
              open({ page: 'labelling', view: tab.view });
            }}
          />
        ))}
      </Tabs>
    </Box>
  );
}
