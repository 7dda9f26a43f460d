/** The adjudicator's own answer, by mouse or Tab; the keys are those of labelling. */
import Box from '@mui/material/Box';
import type { Findings, SeverityScheme } from '../../preload/readings.ts';
import { ChoiceRow } from '../labelling/ChoiceRow.tsx';
import { bLineKeys, bLineWords, choices, findingNames, scores, schemeWords, scoreWords, verdictKeys, verdictWords } from '../labelling/words.ts';
import { ownFindingKeys } from './adjudication-keys.ts';
import { withALines, withBLines, withFinding, withSeverity, withVerdict } from './adjudication-draft.ts';
import type { AdjudicationDraft } from './adjudication-draft.ts';

interface OwnAnswerProps {
  readonly draft: AdjudicationDraft;
  /** Schemes by which the readers scored; a decision has one of them. */
  readonly schemes: readonly SeverityScheme[];
  readonly onChange: (draft: AdjudicationDraft) => void;
}

const named = ['pleura', 'consolidation', 'effusion', 'sliding'] as const;

function NamedFinding<N extends (typeof named)[number]>({ name, draft, onChange }: { readonly name: N } & Pick<OwnAnswerProps, 'draft' | 'onChange'>) {
  const options: readonly { readonly value: string; readonly label: string }[] = choices[name];
  const pick = (value: string | null): void => {
    const found: Findings[N] | undefined = choices[name].find((choice) => choice.value === value)?.value;
    onChange(withFinding(draft, name, found ?? null));
  };
  return <ChoiceRow<string> label={`${findingNames[name].slice(0, 1).toUpperCase()}${findingNames[name].slice(1)}`} keys={ownFindingKeys[name]} value={draft.findings[name]} options={options} onChoose={pick} />;
}

export function OwnAnswer({ draft, schemes, onChange }: OwnAnswerProps) {
  const { verdict, findings } = draft;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <ChoiceRow label="Verdict" value={verdict} options={verdictKeys.map(([value, keys]) => ({ value, keys, label: verdictWords[value] }))} onChoose={(value) => value !== null && onChange(withVerdict(draft, value))} />
      <ChoiceRow label="B-lines between two ribs" value={findings.bLines} options={bLineKeys.map(([value, keys]) => ({ value, keys, label: bLineWords[value] }))} onChoose={(value) => onChange(withBLines(draft, value ?? findings.bLines ?? '0'))} />
      <ChoiceRow<string>
        label="A-lines" keys="5" value={findings.aLines === null ? null : findings.aLines ? 'present' : 'absent'} options={[{ value: 'present', label: 'present' }, { value: 'absent', label: 'absent' }]}
        onChoose={(value) => onChange(withALines(draft, value === null ? null : value === 'present'))}
      />
      {schemes.map((scheme, at) => (
        <ChoiceRow<number>
          key={scheme} label={`Severity, ${schemeWords[scheme]}`} {...(at === 0 ? { keys: 'Shift+0' } : {})} value={findings.severity?.scheme === scheme ? findings.severity.score : null}
          options={scores.map((value) => ({ value, label: value, title: scoreWords[scheme][value] ?? '' }))}
          onChoose={(value) => {
            const score = scores.find((one) => one === value);
            onChange(withSeverity(draft, score === undefined ? null : { scheme, score }));
          }}
        />
      ))}
      {named.map((name) => <NamedFinding key={name} name={name} draft={draft} onChange={onChange} />)}
    </Box>
  );
}
