/** The models place: what is installed, and training. */
import type { ModelsView } from '../route.ts';
import { TrainingPage } from './training/TrainingPage.tsx';
import { ModelsPage } from './ModelsPage.tsx';
import { ModelsTabs } from './ModelsTabs.tsx';

export function ModelsPlace({ view }: { readonly view: ModelsView }) {
  return (
    <>
      <ModelsTabs view={view} />
      {view === 'training' ? <TrainingPage /> : <ModelsPage />}
    </>
  );
}
