/** The printable page on screen, as it will be on paper. Its own style stays inside: it lives in a shadow tree. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useEffect, useRef } from 'react';
import { useRequest } from '../api.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { ReportSettings, ReportVersionId } from '../../preload/report.ts';
import { Problem } from '../shell/Problem.tsx';

interface PreviewDialogProps {
  readonly examId: ExamId;
  readonly versionId: ReportVersionId | null;
  readonly title: string;
  readonly size: ReportSettings['pageSize'];
  readonly onSize: (size: ReportSettings['pageSize']) => void;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** Paper widths less margins are what text wraps in; the paper itself is drawn around. */
const paperWidth = { A4: '210mm', Letter: '8.5in' } as const;

const fontFace = /@font-face\s*\{[^}]*\}/g;
/** Faces count only where the whole document knows them. */
const faces = new CSSStyleSheet();

/** Main's page without its head: nodes are parsed, never run; the window's policy forbids scripts besides. */
function mount(host: HTMLElement, html: string): void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // Cut out first: the window's policy stops inline styles even in a page that is only parsed.
  const style = /<style[^>]*>([\s\S]*?)<\/style>/.exec(html);
  const page = new DOMParser().parseFromString(html.replace(style?.[0] ?? '', ''), 'text/html');
  const rules = style?.[1] ?? '';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.replace(fontFace, ''));
  faces.replaceSync([...rules.matchAll(fontFace)].join('\n'));
  if (!document.adoptedStyleSheets.includes(faces)) document.adoptedStyleSheets.push(faces);
  const screen = new CSSStyleSheet();
  screen.replaceSync(':host { display: block; } .watermark { position: absolute !important; top: 30% !important; }');
  root.adoptedStyleSheets = [sheet, screen];
  root.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
}

function Paper({ html, size }: { readonly html: string; readonly size: ReportSettings['pageSize'] }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current !== null) mount(host.current, html);
  }, [html]);
  return (
    <Box sx={{ width: paperWidth[size], maxWidth: 'none', mx: 'auto', bgcolor: '#FFFFFF', p: '13mm 14mm 16mm', border: 1, borderColor: 'divider' }}>
      <div ref={host} data-testid="report-paper" />
    </Box>
  );
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
