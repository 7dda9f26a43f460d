/** A report on screen, as it will be on paper. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useRequest } from '../api.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { ReportSettings, ReportVersionId } from '../../preload/report.ts';
import { Problem } from '../shell/Problem.tsx';
import { Paper } from './Paper.tsx';

interface PreviewDialogProps {
  readonly examId: ExamId;
  readonly versionId: ReportVersionId | null;
  readonly title: string;
  readonly size: ReportSettings['pageSize'];
  readonly onSize: (size: ReportSettings['pageSize']) => void;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

export function PreviewDialog({ examId, versionId, title, size, onSize, onSave, onClose }: PreviewDialogProps) {
  const page = useRequest('reports.page', { examId, versionId, size });
  return (
    <Dialog open onClose={onClose} maxWidth={false} fullWidth aria-labelledby="preview-title" slotProps={{ paper: { sx: { height: '94dvh', maxWidth: '1000px' } } }}>
      <DialogTitle id="preview-title" variant="h2">{title}</DialogTitle>
      <DialogContent dividers tabIndex={0} sx={{ bgcolor: 'surface.raised' }}>
        {page.state === 'failed' && <Problem error={page.error} onRetry={page.reload} />}
        {page.value !== null && <Paper html={page.value} size={size} />}
      </DialogContent>
      <DialogActions>
        <ToggleButtonGroup exclusive size="small" value={size} aria-label="Paper" onChange={(_, chosen) => {
          if (chosen === 'A4' || chosen === 'Letter') onSize(chosen);
        }}>
          <ToggleButton value="A4">A4</ToggleButton>
          <ToggleButton value="Letter">Letter</ToggleButton>
        </ToggleButtonGroup>
        <Box sx={{ flex: 1 }} />
        <Button color="inherit" onClick={onClose}>Close</Button>
        <Button variant="contained" onClick={onSave}>Save PDF</Button>
      </DialogActions>
    </Dialog>
  );
}
