/** Training as main tells of it, followed as it goes on. */
import { useState } from 'react';
import type { TrainingResult, TrainingState, TrainingView } from '../../../preload/training.ts';
import { useEvent, useRequest } from '../../api.ts';
import type { Requested } from '../../api.ts';

export interface FollowedTraining {
  readonly view: Requested<TrainingView>;
  readonly result: Requested<TrainingResult>;
  /** Null until main has answered. */
  readonly state: TrainingState | null;
}

export function useTraining(): FollowedTraining {
  const view = useRequest('training.view', {});
  const result = useRequest('training.result', {});
  const [heard, setHeard] = useState<TrainingState | null>(null);
  const state = heard ?? view.value?.state ?? null;
  useEvent('training.changed', (changed) => {
    setHeard(changed);
    if (changed.version !== state?.version) result.reload();
    const ran = state !== null && state.running !== null;
    if (ran !== (changed.running !== null)) view.reload();
  });
  useEvent('models.changed', () => {
    view.reload();
    result.reload();
  });
  return { view, result, state };
}
