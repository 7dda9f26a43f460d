/** A labelling session: one clip after the other, blind, with the hands on the keyboard. */
import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useWorkstation } from '../state/app-state.ts';
import type { Deck } from './deck.ts';
import type { LabelSession } from './label-session.ts';
import { LabelWorkplace } from './LabelWorkplace.tsx';
import { useLabelState, useOpenSession, useShownClip } from './use-open-session.ts';

function Opening() {
  return <><PageHeader title="Labelling" /><Box role="status" sx={{ px: 4, color: 'text.secondary' }}>Opening the session</Box></>;
}

function OpenPage({ session, deck }: { readonly session: LabelSession; readonly deck: Deck }) {
  const shown = useShownClip(session, deck);
  const failures = useLabelState(session, (state) => state.failures);
  const position = useLabelState(session, (state) => state.position);
  const queue = useLabelState(session, (state) => state.queue);
  const failure = failures.get(queue[position]?.clipId ?? '') ?? null;
  if (failure !== null) return <><PageHeader title="Labelling" /><Problem error={failure} onRetry={() => session.retry()} /></>;
  return shown === null ? <Opening /> : <LabelWorkplace session={session} shown={shown} />;
}

/** Without an open session, or when another reader takes over, back to where one starts. */
export function SessionPage() {
  const { open: go } = useNavigation();
  const opened = useOpenSession();
  const reader = useWorkstation((state) => state.readers?.current.id ?? null);
  const [first] = useState(reader);
  const gone = opened.state === 'none' || (first !== null && reader !== first);
  useEffect(() => {
    if (gone) go({ page: 'labelling', view: 'start' });
  }, [gone, go]);
  if (opened.state === 'failed') return <><PageHeader title="Labelling" /><Problem error={opened.error} onRetry={() => go({ page: 'labelling', view: 'start' })} /></>;
  return opened.state === 'open' && !gone ? <OpenPage session={opened.session} deck={opened.deck} /> : <Opening />;
}
