/** Clips on which two models fall on different sides, each a way to the clip. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ModelComparison } from '../../preload/models.ts';
import { findingLabel } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { count, probability } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { figureTable } from './figure-styles.ts';
import { modelName } from './model-words.ts';

export function DifferingClips({ comparison }: { readonly comparison: ModelComparison }) {
  const { open } = useNavigation();
  const { differing, first, second } = comparison;
  if (differing.length === 0) return <Box sx={{ color: 'text.secondary' }}>Both models put every clip on the same side.</Box>;
  return (
    <Box role="region" aria-label="Clips that differ" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={figureTable}>
        <caption>{count(differing.length, 'clip', 'clips')} on which they differ</caption>
        <thead><tr><th scope="col">Clip</th><th scope="col">Exam</th><th scope="col">Reader</th><th scope="col">{modelName(first)}</th><th scope="col">{modelName(second)}</th></tr></thead>
        <tbody>
          {differing.map((clip) => (
            <tr key={clip.clipId}>
              <th scope="row">
                <Link href={formatRoute({ page: 'clip', clipId: clip.clipId })} onClick={(event) => {
                  event.preventDefault();
                  open({ page: 'clip', clipId: clip.clipId });
                }}>{clip.name}</Link>
              </th>
              <td>{clip.pseudonym}</td>
              <td><Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}><FindingMark finding={clip.decision} size={14} label="" />{findingLabel(clip.decision)}</Box></td>
              <td>{probability(clip.first)}</td>
              <td>{probability(clip.second)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
