/** Agreement in words: questions, categories, figures, policies. */
import type { AgreementFigure, AgreementQuestion, AssignmentRule, ConsensusRule, UndefinedBecause } from '../../preload/agreement.ts';
import type { ReaderId, ReadingVerdict } from '../../preload/readings.ts';
import { verdictWords } from '../labelling/words.ts';

export const questionNames: Readonly<Record<AgreementQuestion, string>> = {
  verdict: 'Verdict', 'b-lines': 'B-line class', 'a-lines': 'A-lines', pleura: 'Pleura', consolidation: 'Consolidation', effusion: 'Effusion', sliding: 'Sliding',
  'severity-lus': 'Severity, LUS score', 'severity-soldati': 'Severity, COVID scheme (Soldati 2020)',
};

export const questionOrder: readonly AgreementQuestion[] = ['verdict', 'b-lines', 'a-lines', 'severity-lus', 'severity-soldati', 'pleura', 'consolidation', 'effusion', 'sliding'];

export const undefinedWords: Readonly<Record<UndefinedBecause, string>> = {
  'no-clips': 'no clip in common', 'one-clip': 'one clip only', 'one-reader': 'one reader only', 'one-category': 'not defined: all answers are the same', 'no-spread': 'not defined: the clips do not differ', 'not-used': 'never answered',
};

const isVerdict = (text: string): text is ReadingVerdict => text in verdictWords;

/** A category of a question as a reader knows it. */
export function categoryName(question: AgreementQuestion, category: string): string {
  if (question === 'verdict') return isVerdict(category) ? verdictWords[category] : category;
  return category.replace('1-2', '1–2').replace('-', ' ');
}

/** "0.61". */
export function valueWords(figure: AgreementFigure | null): string {
  return figure?.value === null || figure === null ? '–' : figure.value.toFixed(2);
}

/** "0.45 to 0.76", or why there is none. */
export function intervalWords(figure: AgreementFigure): string {
  if (figure.value === null) return undefinedWords[figure.because];
  return figure.interval === null ? 'no interval: one patient' : `${figure.interval.low.toFixed(2)} to ${figure.interval.high.toFixed(2)}`;
}

/** "8.5 s a clip, 6.2 a minute". */
export function speedWords(medianTookMs: number | null, clipsPerMinute: number | null): string {
  return medianTookMs === null || clipsPerMinute === null ? 'not timed' : `${(medianTookMs / 1000).toFixed(1)} s, ${clipsPerMinute.toFixed(1)} a minute`;
}

const ties = { none: 'a tie has no label', worse: 'on a tie the worse answer counts' } as const;

/** The rule in one sentence. */
export function ruleWords(rule: ConsensusRule, initials: (reader: ReaderId) => string): string {
  const from = (readers: number) => (readers > 1 ? `, from ${readers} readers on` : '');
  switch (rule.kind) {
    case 'single': return `What ${initials(rule.reader)} says.`;
    case 'majority': return `What more than half of the readers say${from(rule.minReaders)}; ${ties[rule.tie]}.`;
    case 'weighted': return `What more than half of the weight says: ${Object.entries(rule.weights).map(([reader, weight]) => `${initials(reader)} ${weight}`).join(', ')}, others ${rule.others}${from(rule.minReaders)}; ${ties[rule.tie]}.`;
    case 'adjudicated': return `The adjudicator's decision; without one ${{ none: 'no label', unanimous: 'what all readers say, if they all say the same', majority: 'what more than half of the readers say' }[rule.otherwise]}.`;
  }
}

/** What the reader compared has to do with what they are compared with. */
export function ownVoiceWords(rule: ConsensusRule): string {
  if (rule.kind === 'single') return '';
  return rule.kind === 'adjudicated' && rule.otherwise === 'unanimous' ? 'Where all agreed, the own answer is part of it.' : 'The reader compared has no vote.';
}

/** "20% of the clips others have read, seed 7". */
export function assignmentWords(rule: AssignmentRule): string {
  switch (rule.kind) {
    case 'clips': return 'chosen clips';
    case 'share': return `${Math.round(rule.share * 100)}% of ${rule.of === 'all' ? 'all unread clips' : 'clips others have read'}, seed ${rule.seed}`;
    case 'repeat': return `${Math.round(rule.share * 100)}% of own clips again, seed ${rule.seed}`;
  }
}
