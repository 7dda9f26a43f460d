/** The words of a reading, in the order of their keys and buttons. */
import type { BLineClass, Findings, RangeTrack, ReaderRole, ReadingMode, ReadingVerdict, SeverityScheme } from '../../preload/readings.ts';

export const verdictWords: Readonly<Record<ReadingVerdict, string>> = { IS: 'IS', healthy: 'Healthy', 'not-readable': 'Not readable', 'not-lung': 'Not lung' };
export const verdictKeys: readonly (readonly [verdict: ReadingVerdict, key: string])[] = [['IS', 'V'], ['healthy', 'N'], ['not-readable', 'X'], ['not-lung', 'Q']];

export const bLineWords: Readonly<Record<BLineClass, string>> = { '0': '0', '1-2': '1–2', '3+': '3+', confluent: 'confluent' };
export const bLineKeys: readonly (readonly [bLines: BLineClass, key: string])[] = [['0', '1'], ['1-2', '2'], ['3+', '3'], ['confluent', '4']];

export function aLinesWords(aLines: boolean): string {
  return aLines ? 'present' : 'absent';
}

export type ChoiceFinding = 'pleura' | 'consolidation' | 'effusion' | 'sliding';

export const findingNames: Readonly<Record<ChoiceFinding, string>> = { pleura: 'pleura', consolidation: 'consolidation', effusion: 'effusion', sliding: 'sliding' };
/** Pressed again and again, a key walks through these and then says nothing. */
export const findingKeys: Readonly<Record<ChoiceFinding, string>> = { pleura: 'P', consolidation: 'C', effusion: 'F', sliding: 'R' };

type Choices = { readonly [N in ChoiceFinding]: readonly { readonly value: NonNullable<Findings[N]>; readonly label: string }[] };
export const choices: Choices = {
  pleura: [{ value: 'regular', label: 'regular' }, { value: 'irregular', label: 'irregular' }, { value: 'broken', label: 'broken' }],
  consolidation: [{ value: 'none', label: 'none' }, { value: 'subpleural', label: 'subpleural' }, { value: 'lobar', label: 'lobar' }],
  effusion: [{ value: 'none', label: 'none' }, { value: 'small', label: 'small' }, { value: 'large', label: 'large' }],
  sliding: [{ value: 'present', label: 'present' }, { value: 'absent', label: 'absent' }, { value: 'lung-point', label: 'lung point' }],
};

export const confidences = [1, 2, 3, 4, 5] as const;
export const confidenceWords: Readonly<Record<(typeof confidences)[number], string>> = { 1: 'guess', 2: 'unsure', 3: 'likely', 4: 'sure', 5: 'certain' };
/** The right hand's digits. */
export const confidenceKeys: Readonly<Record<(typeof confidences)[number], string>> = { 1: '6', 2: '7', 3: '8', 4: '9', 5: '0' };

export const scores = [0, 1, 2, 3] as const;
export const schemeWords: Readonly<Record<SeverityScheme, string>> = { lus: 'LUS score', soldati: 'COVID scheme' };
/** What a score means, in the scheme's own terms: the two scales must never be mixed. */
export const scoreWords: Readonly<Record<SeverityScheme, readonly string[]>> = {
  lus: ['A-lines, or at most 2 B-lines', '3 or more spaced B-lines, or coalescent in less than half of the pleura', 'coalescent in more than half of the pleura', 'consolidation'],
  soldati: ['regular pleura, A-lines', 'indented pleura, vertical white areas below', 'broken pleura, small consolidations, white areas below', 'dense white lung over large areas, with or without consolidations'],
};

export function trackName(track: RangeTrack): string {
  return track === 'b-lines' ? 'B-lines visible' : track === 'not-readable' ? 'not readable' : track;
}

export const modeWords: Readonly<Record<ReadingMode, string>> = { blind: 'blind', revealed: 'after the reveal', review: 'in review', imported: 'imported' };
export const roleWords: Readonly<Record<ReaderRole, string>> = { sonographer: 'Sonographer', annotator: 'Annotator', adjudicator: 'Adjudicator', admin: 'Admin' };

/** "IS · B-lines 3 or more · pleura irregular · severity 2": what is said, nothing else. */
export function findingsLine({ bLines, aLines, severity, ...rest }: Findings): string {
  const chosen = (['pleura', 'consolidation', 'effusion', 'sliding'] as const).flatMap((name) => {
    const choice = choices[name].find(({ value }) => value === rest[name]);
    return choice === undefined ? [] : [`${findingNames[name]} ${choice.label}`];
  });
  return [
    ...(bLines === null ? [] : [`B-lines ${bLineWords[bLines]}`]), ...(aLines === null ? [] : [`A-lines ${aLinesWords(aLines)}`]), ...chosen,
    ...(severity === null ? [] : [`severity ${severity.score}`]),
  ].join(' · ');
}
