/** Ways into the case log: dialog, drop, demo exam. */
import { droppedItems, request } from '../api.ts';
import type { ExamId, PickedItem } from '../../preload/domain.ts';
import { count } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';

export interface Import {
  /** Asks with the system's dialog; adds to `examId` where given, else makes new exams. */
  readonly pick: (kind: 'files' | 'folder', examId: ExamId | null) => Promise<void>;
  readonly drop: (files: readonly File[], examId: ExamId | null) => Promise<void>;
  readonly demo: () => Promise<void>;
}

/** Starts imports; a single new exam opens at once, failures become toasts. */
export function useImport(): Import {
  const attempt = useAttempt();
  const { open } = useNavigation();
  const announce = useNotices((state) => state.announce);

  const start = async (items: readonly PickedItem[], examId: ExamId | null) => {
    if (items.length === 0) return;
    const jobs = await request('import.start', { tokens: items.map(({ token }) => token), examId });
    announce(`Importing ${count(items.length, 'item')}.`);
    const [first] = jobs;
    if (examId === null && jobs.length === 1 && first !== undefined) open({ page: 'exam', examId: first.examId });
  };
  return {
    pick: async (kind, examId) => {
      await attempt(async () => start(await request('import.pick', { kind }), examId));
    },
    drop: async (files, examId) => {
      await attempt(async () => start(await droppedItems(files), examId));
    },
    demo: async () => {
      const started = await attempt(() => request('import.demo', {}));
      if (started !== null) open({ page: 'exam', examId: started.examId });
    },
  };
}
