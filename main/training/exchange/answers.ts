/** The answers of a reading as pairs of words: columns of a table, attributes in CVAT, choices in Label Studio, labels in SlicerUltrasound. */
import type { BLineClass, Consolidation, Effusion, Findings, Pleura, ReadingContent, ReadingVerdict, SeverityScheme, Sliding } from '../../../preload/readings.ts';

type Answered = Pick<ReadingContent, 'verdict' | 'findings' | 'confidence'>;

export const answerNames = ['verdict', 'b_lines', 'a_lines', 'pleura', 'consolidation', 'effusion', 'sliding', 'severity_lus', 'severity_soldati', 'confidence'] as const;
export type AnswerName = (typeof answerNames)[number];

const verdicts: readonly ReadingVerdict[] = ['IS', 'healthy', 'not-readable', 'not-lung'];
const bLineClasses: readonly BLineClass[] = ['0', '1-2', '3+', 'confluent'];
const pleuras: readonly Pleura[] = ['regular', 'irregular', 'broken'];
const consolidations: readonly Consolidation[] = ['none', 'subpleural', 'lobar'];
const effusions: readonly Effusion[] = ['none', 'small', 'large'];
const slidings: readonly Sliding[] = ['present', 'absent', 'lung-point'];
const schemes: readonly SeverityScheme[] = ['lus', 'soldati'];
const scores = [0, 1, 2, 3] as const;
const confidences = [1, 2, 3, 4, 5] as const;

/** Everything that an answer may be, for the label lists of other tools. */
export const answerChoices: Readonly<Record<AnswerName, readonly string[]>> = {
  verdict: verdicts, b_lines: bLineClasses, a_lines: ['yes', 'no'], pleura: pleuras, consolidation: consolidations, effusion: effusions, sliding: slidings,
  severity_lus: scores.map(String), severity_soldati: scores.map(String), confidence: confidences.map(String),
};

/** What was answered; names without an answer are missing. */
export function answersOf({ verdict, findings, confidence }: Answered): Partial<Record<AnswerName, string>> {
  const { bLines, aLines, severity, ...rest } = findings;
  const plain = Object.fromEntries(Object.entries({ verdict, b_lines: bLines, ...rest }).filter(([, value]) => value !== null));
  return {
    ...plain,
    ...(aLines === null ? {} : { a_lines: aLines ? 'yes' : 'no' }),
    ...(severity === null ? {} : { [`severity_${severity.scheme}`]: String(severity.score) }),
    ...(confidence === null ? {} : { confidence: String(confidence) }),
  };
}

/** "Not Readable", "not_readable" and "not-readable" are the same word. */
export function plainWord(text: string): string {
  return text.trim().toLowerCase().replace(/[\s_]+/g, '-');
}

function oneOf<T extends string>(allowed: readonly T[], text: string | undefined): T | null {
  const word = plainWord(text ?? '');
  return allowed.find((value) => value.toLowerCase() === word) ?? null;
}

function numberOf<T extends number>(allowed: readonly T[], text: string | undefined): T | null {
  return (text ?? '').trim() === '' ? null : (allowed.find((value) => value === Number(text)) ?? null);
}

function yesNo(text: string | undefined): boolean | null {
  const word = plainWord(text ?? '');
  if (['yes', 'true', '1', 'present'].includes(word)) return true;
  return ['no', 'false', '0', 'absent'].includes(word) ? false : null;
}

/** The answers that pairs of words give; words that are none of ours give no answer and are named in `unknown`. */
export function readAnswers(given: Readonly<Record<string, string | undefined>>): Answered & { readonly unknown: readonly string[] } {
  const at = (name: AnswerName) => given[name];
  const severities = schemes.flatMap((scheme) => {
    const score = numberOf(scores, at(`severity_${scheme}`));
    return score === null ? [] : [{ scheme, score }];
  });
  const findings: Findings = {
    bLines: oneOf(bLineClasses, at('b_lines')), aLines: yesNo(at('a_lines')), pleura: oneOf(pleuras, at('pleura')), consolidation: oneOf(consolidations, at('consolidation')),
    effusion: oneOf(effusions, at('effusion')), sliding: oneOf(slidings, at('sliding')), severity: severities.length === 1 ? (severities[0] ?? null) : null,
  };
  const answered = { verdict: oneOf(verdicts, at('verdict')), findings, confidence: numberOf(confidences, at('confidence')) };
  const understood = answersOf(answered);
  const unknown = answerNames.filter((name) => (at(name) ?? '').trim() !== '' && understood[name] === undefined).map((name) => `${name}: ${(at(name) ?? '').trim().slice(0, 40)}`);
  return { ...answered, unknown };
}

/** The name of an answer that another tool's label stands for; null where it is none. */
export function answerNamed(text: string): AnswerName | null {
  const word = plainWord(text).replaceAll('-', '_');
  return answerNames.find((name) => name === word) ?? null;
}
