/** The whole window takes dropped clips and folders, and on the models' page a bundle; while something hovers, it says where it will go. */
import FileDownloadOutlined from '@mui/icons-material/FileDownloadOutlined';
import Box from '@mui/material/Box';
import { useEffect, useEffectEvent, useState } from 'react';
import { useNavigation } from '../navigation.ts';
import type { Route } from '../navigation.ts';
import { useImport } from './use-import.ts';
import { useInstall } from './use-install.ts';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Follows file drags over the window; `onDrop` gets what was let go. */
function useFileDrag(onDrop: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const dropped = useEffectEvent(onDrop);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    // relatedTarget is null only where the pointer leaves the window.
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onLetGo = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) dropped(files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onLetGo);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onLetGo);
    };
  }, []);
  return over;
}

function dropWords({ page }: Route): readonly [what: string, then: string] {
  switch (page) {
    case 'exam': return ['Drop clips to add them to this exam', 'Originals stay where they are; Pleura keeps a copy.'];
    case 'models': return ['Drop a model bundle to install it', 'A zip or a folder. It is checked and tested first, and not in use before you choose it.'];
    default: return ['Drop clips or folders to import them', 'A folder becomes one exam. Originals stay where they are; Pleura keeps a copy.'];
  }
}

/** Mounted once; on an exam's page drops add to that exam, on the models' page they install. */
export function DropTarget() {
  const { route } = useNavigation();
  const importer = useImport();
  const installer = useInstall();
  const examId = route.page === 'exam' ? route.examId : null;
  const over = useFileDrag((files) => void (route.page === 'models' ? installer.drop(files) : importer.drop(files, examId)));
  const [what, then] = dropWords(route);
  if (!over) return null;
  return (
    <Box
      data-testid="drop-target"
      sx={{
        position: 'fixed', inset: 0, zIndex: 'tooltip', pointerEvents: 'none', display: 'grid', placeItems: 'center', placeContent: 'center', gap: 2,
        color: 'text.primary', bgcolor: 'surface.page', opacity: 0.94, outline: '2px dashed', outlineColor: 'primary.main', outlineOffset: -16,
      }}
    >
      <FileDownloadOutlined sx={{ fontSize: 40, color: 'primary.main' }} aria-hidden />
      <Box sx={{ fontSize: '1.125rem', fontWeight: 600 }}>{what}</Box>
      <Box sx={{ color: 'text.secondary' }}>{then}</Box>
    </Box>
  );
}
