/** Routes and their text in the location hash. */
import type { ClipId, ExamId } from '../preload/domain.ts';

/** Pages of the labelling place, each with its path. */
const labellingPaths = { start: '', session: 'session', adjudication: 'adjudication', agreement: 'agreement', datasets: 'datasets' } as const;
export type LabellingView = keyof typeof labellingPaths;

export type ModelsView = 'installed' | 'training';

export type Route =
  | { readonly page: 'cases' }
  | { readonly page: 'exam'; readonly examId: ExamId }
  | { readonly page: 'report'; readonly examId: ExamId }
  | { readonly page: 'clip'; readonly clipId: ClipId }
  | { readonly page: 'compare'; readonly left: ClipId; readonly right: ClipId }
  | { readonly page: 'labelling'; readonly view: LabellingView }
  | { readonly page: 'models'; readonly view?: ModelsView }
  | { readonly page: 'settings' };

/** "#/exam/ID". */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'cases': return '#/cases';
    case 'exam': return `#/exam/${route.examId}`;
    case 'report': return `#/exam/${route.examId}/report`;
    case 'clip': return `#/clip/${route.clipId}`;
    case 'compare': return `#/compare/${route.left}/${route.right}`;
    case 'labelling': return route.view === 'start' ? '#/labelling' : `#/labelling/${labellingPaths[route.view]}`;
    case 'models': return route.view === 'training' ? '#/models/training' : '#/models';
    case 'settings': return '#/settings';
  }
}

function labellingView(path: string): LabellingView {
  const views: readonly LabellingView[] = ['session', 'adjudication', 'agreement', 'datasets'];
  return views.find((view) => labellingPaths[view] === path) ?? 'start';
}

/** The route that a hash names; the case log where it names none. */
export function parseRoute(hash: string): Route {
  const [page, first, second] = hash.replace(/^#\/?/, '').split('/');
  const valid = (id: string | undefined): id is string => id !== undefined && /^[\w-]{1,64}$/.test(id);
  if (page === 'exam' && valid(first)) return second === 'report' ? { page: 'report', examId: first } : { page, examId: first };
  if (page === 'clip' && valid(first)) return { page, clipId: first };
  if (page === 'compare' && valid(first) && valid(second)) return { page, left: first, right: second };
  if (page === 'labelling') return { page, view: labellingView(first ?? '') };
  if (page === 'models') return first === 'training' ? { page, view: 'training' } : { page };
  if (page === 'settings') return { page };
  return { page: 'cases' };
}
