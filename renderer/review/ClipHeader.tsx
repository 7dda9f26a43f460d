/** The clip page's head: zone, exam, file, and the image's tools. */
import AddPhotoAlternate from '@mui/icons-material/AddPhotoAlternate';
import CompareArrows from '@mui/icons-material/CompareArrows';
import ViewSidebar from '@mui/icons-material/ViewSidebar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { IconAction } from './IconAction.tsx';
import { ImageTools } from './ImageTools.tsx';
import { useReviewSettings } from './overlay-settings.ts';
import { compareWith } from './use-clip-keys.ts';
import { useReportDoor } from './use-report-keys.ts';
import type { ClipPlace } from './use-clip-keys.ts';

export function ClipHeader({ clip, exam, part }: Pick<ClipPlace, 'clip' | 'exam' | 'part'>) {
  const { open } = useNavigation();
  const { store, settings } = useReviewSettings();
  const other = compareWith(exam, clip.id);
  const report = useReportDoor(clip, part);
  const route = { page: 'exam', examId: clip.examId } as const;
  return (
    <PageHeader
      title={clip.zone ?? 'Zone unknown'}
      facts={
        <Box sx={{ display: 'flex', gap: 2, minWidth: 0, color: 'text.secondary', alignItems: 'center' }}>
          <Link href={formatRoute(route)} color="inherit" onClick={(event) => { event.preventDefault(); open(route); }}>{exam?.pseudonym ?? 'Exam'}</Link>
          <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 }}>{clip.name}</Box>
        </Box>
      }
      actions={
        <>
          <ImageTools parts={[part]} />
          <IconAction label="Add the frame to the report" keys="P" icon={<AddPhotoAlternate />} onClick={() => void report.addImage(true)} />
          {other !== null && (
            <Button color="inherit" startIcon={<CompareArrows />} aria-keyshortcuts="C" onClick={() => open({ page: 'compare', left: clip.id, right: other })}>Compare</Button>
          )}
          <IconAction
            label={settings.panelOpen ? 'Hide the panel' : 'Show the panel'}
            keys="\"
            pressed={settings.panelOpen}
            icon={<ViewSidebar />}
            onClick={() => store.setState({ panelOpen: !settings.panelOpen })}
          />
        </>
      }
    />
  );
}
