/** Settings, saved as they change. */
import Box from '@mui/material/Box';
import { PageHeader } from '../shell/PageHeader.tsx';
import { useWorkstation } from '../state/app-state.ts';
import { AboutSection } from './AboutSection.tsx';
import { DicomSection } from './DicomSection.tsx';
import { EngineSection } from './EngineSection.tsx';
import { ReaderSection } from './ReaderSection.tsx';
import { ReadersSection } from './ReadersSection.tsx';
import { ReportSection } from './ReportSection.tsx';
import { StorageSection } from './StorageSection.tsx';

/** One scrolling column. */
export function SettingsPage() {
  const settings = useWorkstation((state) => state.settings);
  return (
    <>
      <PageHeader title="Settings" />
      <Box aria-busy={settings === null} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 4, pb: 12 }}>
        {settings !== null && (
          <>
            <ReadersSection />
            <ReaderSection settings={settings} />
            <EngineSection settings={settings} />
          </>
        )}
        <DicomSection />
        <ReportSection />
        <StorageSection />
        <AboutSection />
      </Box>
    </>
  );
}
