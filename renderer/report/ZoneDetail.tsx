/** Under the table: the chosen zone in full. Where its values come from, its score in words, evidence frames, what AI suggests, and a note. */
import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import type { Ref } from 'react';
import type { EvidenceFrame, ReportContent, ZoneEntry, ZoneSuggestion } from '../../preload/report.ts';
import { zonesOf } from '../cases/zones.ts';
import { probability } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { gridFields, sourceWords, valueWords } from './report-fields.ts';

interface ZoneDetailProps {
  readonly entry: ZoneEntry;
  readonly content: ReportContent;
  readonly suggestion: ZoneSuggestion | undefined;
  readonly readOnly: boolean;
  readonly noteRef: Ref<HTMLInputElement>;
  readonly onChange: (entry: ZoneEntry) => void;
  readonly onTakeAi: () => void;
}

const fromWords: Readonly<Record<EvidenceFrame['from'], string>> = { range: 'marked range', stroke: 'drawn B-line', reader: 'chosen', ai: 'AI’s highest' };

/** "B-lines, pleura: typed by JD"; values of one source together. */
function sourceLines(entry: ZoneEntry): readonly string[] {
  const said = gridFields.flatMap(({ field, label }) => {
    const source = entry.sources[field];
    return source === undefined ? [] : [{ label: label.toLowerCase(), words: sourceWords(source) }];
  });
  return [...Map.groupBy(said, ({ words }) => words)].map(([words, fields]) => `${fields.map(({ label }) => label).join(', ')}: ${words}`);
}

function Evidence({ entry, content, readOnly, onChange }: Pick<ZoneDetailProps, 'entry' | 'content' | 'readOnly' | 'onChange'>) {
  const { open } = useNavigation();
  if (entry.evidence.length === 0) return <Box sx={{ color: 'text.secondary' }}>No evidence frame. In a clip, key E names the frame on screen.</Box>;
  return (
    <Box component="ul" aria-label="Evidence frames" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: 2 }}>
      {entry.evidence.map((frame) => {
        const route = { page: 'clip', clipId: frame.clipId } as const;
        const label = content.clips.find(({ clipId }) => clipId === frame.clipId)?.label ?? 'removed clip';
        return (
          <Box component="li" key={`${frame.clipId} ${frame.frame}`} sx={{ display: 'flex', alignItems: 'center' }}>
            <Link href={formatRoute(route)} onClick={(event) => { event.preventDefault(); open(route); }}>{label} frame {frame.frame + 1}</Link>
            <Box component="span" sx={{ ml: 1, color: 'text.secondary' }}>{fromWords[frame.from]}</Box>
            {!readOnly && (
              <IconButton aria-label={`Remove evidence ${label} frame ${frame.frame + 1}`} onClick={() => onChange({ ...entry, evidence: entry.evidence.filter((other) => other !== frame) })}><Close sx={{ fontSize: 14 }} /></IconButton>
            )}
          </Box>
        );
      })}
    </Box>
  );
}

export function ZoneDetail(props: ZoneDetailProps) {
  const { entry, content, suggestion, readOnly, noteRef, onChange, onTakeAi } = props;
  const place = zonesOf(content.protocol).find(({ id }) => id === entry.zone)?.label ?? '';
  const score = content.zones.find(({ zone }) => zone === entry.zone)?.score;
  const state = gridFields[0];
  const taken = entry.sources.state?.kind === 'ai';
  return (
    <Box component="section" aria-label={`Zone ${entry.zone}`} sx={{ display: 'grid', gap: 2, p: 3, border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'surface.panel' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'baseline' }}>
        <Box component="h3" sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 650 }}>{entry.zone} {place}</Box>
        <span>{score?.value === null || score === undefined ? 'No score' : `Score ${score.value}`}{score === undefined ? '' : `: ${score.reason}`}</span>
      </Box>
      {suggestion !== undefined && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
          <span>AI suggests {state === undefined ? suggestion.state : valueWords(state, suggestion.state)} (probability of IS {probability(suggestion.probability)}, {suggestion.model.id} {suggestion.model.version}). {taken ? 'You took it over.' : 'It enters the report only when you take it over.'}</span>
          {!readOnly && !taken && <Button variant="outlined" color="inherit" aria-keyshortcuts="T" onClick={onTakeAi}>Take over for {entry.zone}</Button>}
        </Box>
      )}
      <Evidence entry={entry} content={content} readOnly={readOnly} onChange={onChange} />
      <TextField
        label={`Note on ${entry.zone}`}
        value={entry.note}
        inputRef={noteRef}
        onChange={(event) => onChange({ ...entry, note: event.target.value })}
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { readOnly, maxLength: 1_000 } }}
      />
      {sourceLines(entry).map((line) => <Box key={line} sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{line.charAt(0).toUpperCase()}{line.slice(1)}</Box>)}
    </Box>
  );
}
