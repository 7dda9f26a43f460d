/** Names of the networks behind an analysis, for the per-branch maps. */
import { useMemo } from 'react';
import { useRequest } from '../api.ts';
import type { ClipAnalysis } from '../../preload/domain.ts';

/** Empty until the model that scored the clip is known; only its own manifest counts. */
export function useBranches(analysis: ClipAnalysis | null): readonly string[] {
  const models = useRequest('models.list', {});
  const sha256 = analysis?.model.sha256;
  return useMemo(() => models.value?.models.find((model) => model.sha256 === sha256)?.branches.map(({ name }) => name) ?? [], [models.value, sha256]);
}
