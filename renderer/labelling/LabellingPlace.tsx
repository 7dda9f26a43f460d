/** The labelling place: which page stands behind which tab. */
import type { ComponentType } from 'react';
import { AdjudicationPage } from '../adjudication/AdjudicationPage.tsx';
import { AgreementPage } from '../agreement/AgreementPage.tsx';
import type { LabellingView } from '../route.ts';
import { DatasetsPage } from './datasets/DatasetsPage.tsx';
import { LabellingTabs } from './LabellingTabs.tsx';
import type { LabellingTab } from './LabellingTabs.tsx';
import { SessionPage } from './SessionPage.tsx';
import { StartPage } from './StartPage.tsx';

/** Tabs in their order; a page that is added here has its tab. */
const pages: readonly (LabellingTab & { readonly page: ComponentType })[] = [
  { view: 'start', label: 'Label clips', page: StartPage },
  { view: 'adjudication', label: 'Adjudication', page: AdjudicationPage },
  { view: 'agreement', label: 'Agreement', page: AgreementPage },
  { view: 'datasets', label: 'Datasets', page: DatasetsPage },
];

/** The view's page; the first where it has none. */
export function LabellingPlace({ view }: { readonly view: LabellingView }) {
  // The session has the window to itself.
  if (view === 'session') return <SessionPage />;
  const shown = pages.find((entry) => entry.view === view) ?? pages[0];
  if (shown === undefined) return null;
  const Page = shown.page;
  return (
    <>
      <LabellingTabs tabs={pages} view={shown.view} />
      <Page />
    </>
  );
}
