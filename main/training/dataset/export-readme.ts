/** What lies in an exported folder, for whoever finds it a year later. */
import type { PixelFormat } from './export-clip.ts';
import type { ExportedDataset } from './export-tables.ts';

export function readme({ counts, contentSha256, program, locked }: ExportedDataset, pixels: PixelFormat): string {
  const sides = counts.sides.map(({ side, clips, patients, positives }) => `| ${side} | ${clips} | ${patients} | ${positives} |`).join('\n');
  return `# Lung ultrasound dataset

Made by Pleura ${program}. Content ${contentSha256}.
${locked ? '\nThe test side is a locked test set: it may judge a model once it is finished, and may not train or tune one.\n' : ''}
| side | clips | patients | positive |
| --- | --- | --- | --- |
${sides}

A patient is on one side only. Keep it so: split by the column \`patient\`, never by clip or frame.

| file | what |
| --- | --- |
| clips.csv | a row a clip: labels (yes, no, or nothing where nobody said), patient, side, zone, source, licence |
| frames.csv | a row a frame: its decoded index in the original clip, its time, its file |
| ranges.csv | marked ranges of frames, first and last both included, by reader; "consensus" is what the frames were filtered by |
| strokes.json | pleural lines and B-lines on exported frames, laid out like COCO, with the line in \`polyline\` |
| frames/ | ${pixels === 'png' ? 'the frames, 8-bit gray PNG' : 'an array a clip (frames x height x width, 8 bit), for numpy.load'}; everything outside the ultrasound fan is 0 |
| inputs/ | the same frames as the network sees them; \`python3 -m models.train --inputs THIS/inputs --data THIS --label positive\` trains on them, without the test side |
| dataset.json | rules, counts, leak report |
| checksums.txt | \`sha256sum -c checksums.txt\`, or \`npm run -s dataset -- check THIS\` |

De-identified: names are keyed by a random salt that stays at home; no dates, comments, file names; burnt-in text outside the fan is gone. Text inside the fan
cannot be told from image: look before you pass it on.
`;
}
