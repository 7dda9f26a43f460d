/** What a reader can say of a clip, by mouse or Tab; the same in labelling and in review. */
import TextField from '@mui/material/TextField';
import { useRef } from 'react';
import type { ReadingContent, SeverityScheme } from '../../preload/readings.ts';
import { setALines, setBLines, setComment, setConfidence, setFinding, setSeverity, setVerdict } from './changes.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import type { Change } from './content.ts';
import { bLineKeys, bLineWords, choices, confidenceKeys, confidences, confidenceWords, findingKeys, findingNames, schemeWords, scores, scoreWords, verdictKeys, verdictWords } from './words.ts';
import type { ChoiceFinding } from './words.ts';

interface FindingsFieldsProps {
  readonly content: ReadingContent;
  readonly scheme: SeverityScheme;
  readonly onChange: (change: Change | null) => void;
  /** Keys stand beside what they do. */
  readonly showKeys: boolean;
  readonly commentRef?: React.Ref<HTMLTextAreaElement | null>;
}

const chosen: readonly ChoiceFinding[] = ['pleura', 'consolidation', 'effusion', 'sliding'];

/** A verdict cannot be taken back by pressing it again: a slip would leave the clip without one. */
function VerdictField({ content, onChange, showKeys }: Omit<FindingsFieldsProps, 'scheme'>) {
  return (
    <ChoiceRow
      label="Verdict" labelHidden columns={2} showKeys={showKeys} value={content.verdict}
      options={verdictKeys.map(([value, keys]) => ({ value, keys, label: verdictWords[value] }))}
      onChoose={(verdict) => verdict !== null && onChange(setVerdict(content, verdict))}
    />
  );
}

function ChosenField({ name, content, onChange, showKeys }: Omit<FindingsFieldsProps, 'scheme'> & { readonly name: ChoiceFinding }) {
  const label = `${findingNames[name].slice(0, 1).toUpperCase()}${findingNames[name].slice(1)}`;
  return (
    <ChoiceRow<string> label={label} showKeys={showKeys} keys={findingKeys[name]} value={content.findings[name]} options={choices[name]} onChoose={(value) => onChange(setFinding(content, name, value))} />
  );
}

function CommentField({ content, onChange, commentRef }: Pick<FindingsFieldsProps, 'content' | 'onChange' | 'commentRef'>) {
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <TextField
      label="Comment" size="small" multiline maxRows={4} value={content.comment} inputRef={commentRef ?? field}
      onChange={(event) => onChange(setComment(content, event.target.value.slice(0, 4_000)))}
      onKeyDown={(event) => {
        // Back to the keys of the page.
        if (event.key !== 'Escape' && !(event.key === 'Enter' && !event.shiftKey)) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.target instanceof HTMLElement) event.target.blur();
      }}
    />
  );
}

export function FindingsFields(props: FindingsFieldsProps) {
  const { content, scheme, onChange, showKeys } = props;
  const { findings, confidence } = content;
  return (
    <>
      <VerdictField {...props} />
      <ChoiceRow
        label="B-lines between two ribs" showKeys={showKeys} value={findings.bLines} options={bLineKeys.map(([value, keys]) => ({ value, keys, label: bLineWords[value] }))}
        onChoose={(bLines) => onChange(setBLines(content, bLines))}
      />
      <ChoiceRow<string>
        label="A-lines" showKeys={showKeys} keys="5" value={findings.aLines === null ? null : findings.aLines ? 'present' : 'absent'}
        options={[{ value: 'present', label: 'present' }, { value: 'absent', label: 'absent' }]} onChoose={(value) => onChange(setALines(content, value === null ? null : value === 'present'))}
      />
      {chosen.map((name) => <ChosenField key={name} name={name} {...props} />)}
      <ChoiceRow<number>
        label={`Severity, ${schemeWords[scheme]}`} showKeys={showKeys} keys="Shift+0" value={findings.severity?.scheme === scheme ? findings.severity.score : null}
        options={scores.map((value) => ({ value, label: value, title: scoreWords[scheme][value] ?? '' }))}
        onChoose={(value) => onChange(setSeverity(content, scheme, scores.find((score) => score === value) ?? null))}
      />
      <ChoiceRow<number>
        label={confidence === null ? 'Confidence' : `Confidence: ${confidenceWords[confidence]}`} showKeys={showKeys} value={confidence}
        options={confidences.map((value) => ({ value, label: value, keys: confidenceKeys[value], title: confidenceWords[value] }))}
        onChoose={(value) => onChange(setConfidence(content, confidences.find((one) => one === value) ?? null))}
      />
      <CommentField {...props} />
    </>
  );
}
