/**
 * Faces of the printed report: Inter (OFL), one file a weight and script. PDF writers turn a variable font into drawings of its letters; these are embedded
 * as fonts. The build copies the files to where the app serves them.
 */

/** Weights that the report's style names. */
const weights = [400, 500, 600, 700] as const;

/** Scripts by file, with the characters that each holds (of the package's own table). */
const scripts: Readonly<Record<string, string>> = {
  latin: 'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
  'latin-ext': 'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  vietnamese: 'U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301, U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB',
  greek: 'U+0370-0377, U+037A-037F, U+0384-038A, U+038C, U+038E-03A1, U+03A3-03FF',
  cyrillic: 'U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116',
  'cyrillic-ext': 'U+0460-052F, U+1C80-1C8A, U+20B4, U+2DE0-2DFF, U+A640-A69F, U+FE2E-FE2F',
};

/** Folder of the files, from the project's root. */
export const reportFontFolder = 'node_modules/@fontsource/inter/files';

/** Names of all files. */
export const reportFontFiles: readonly string[] = Object.keys(scripts).flatMap((script) => weights.map((weight) => fileOf(script, weight)));

function fileOf(script: string, weight: number): string {
  return `inter-${script}-${weight}-normal.woff2`;
}

function face(family: string, script: string, weight: number, range: string, more = ''): string {
  return `@font-face { font-family: '${family}'; font-weight: ${weight};${more} src: url('/fonts/${fileOf(script, weight)}') format('woff2'); unicode-range: ${range}; }`;
}

/** Rules of the families `Report` and `Report Figures`: digits of one width from a face of their own, since the font's "tnum" would widen hyphens too. */
export const reportFontFaces: string = weights.flatMap((weight) => [
  ...Object.entries(scripts).map(([script, range]) => face('Report', script, weight, range)),
  face('Report Figures', 'latin', weight, 'U+30-39', " font-feature-settings: 'tnum';"),
]).join('\n');
