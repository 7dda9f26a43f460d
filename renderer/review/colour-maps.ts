/**
 * Perceptually uniform colour maps for heatmaps. Inferno and viridis (Smith, van der Walt, Firing; CC0) by the sixth-degree polynomial fits
 * published by M. Zucker (CC0); gray by CIE lightness.
 */

export type ColourMapName = 'inferno' | 'viridis' | 'gray';
export const COLOUR_MAPS: readonly ColourMapName[] = ['inferno', 'viridis', 'gray'];

type Rgb = readonly [number, number, number];

/** Coefficients of t^0 .. t^6, each for red, green and blue. */
const FITS: Readonly<Record<'inferno' | 'viridis', readonly Rgb[]>> = {
  inferno: [
    [0.0002189403691192265, 0.001651004631001012, -0.01948089843709184],
    [0.1065134194856116, 0.5639564367884091, 3.932712388889277],
    [11.60249308247187, -3.972853965665698, -15.9423941062914],
    [-41.70399613139459, 17.43639888205313, 44.35414519872813],
    [77.162935699427, -33.40235894210092, -81.80730925738993],
    [-71.31942824499214, 32.62606426397723, 73.20951985803202],
    [25.13112622477341, -12.24266895238567, -23.07032500287172],
  ],
  viridis: [
    [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
    [0.1050930431085774, 1.404613529898575, 1.384590162594685],
    [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
    [-4.634230498983486, -5.799100973351585, -19.33244095627987],
    [6.228269936347081, 14.17993336680509, 56.69055260068105],
    [4.776384997670288, -13.74514537774601, -65.35303263337234],
    [-5.435455855934631, 4.645852612178535, 26.3124352495832],
  ],
};

function fit(name: 'inferno' | 'viridis', t: number, channel: 0 | 1 | 2): number {
  const value = FITS[name].reduceRight((sum, term) => sum * t + term[channel], 0);
  return Math.min(1, Math.max(0, value));
}

/** sRGB gray (0..1) whose CIE lightness is 100 t. */
function grayOfLightness(t: number): number {
  const f = (100 * t + 16) / 116;
  const luminance = f > 6 / 29 ? f ** 3 : (100 * t) / 903.3;
  return luminance <= 0.0031308 ? 12.92 * luminance : 1.055 * luminance ** (1 / 2.4) - 0.055;
}

/** 256 RGBA entries, opaque. */
export function colourTable(name: ColourMapName): Uint8Array {
  const table = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i += 1) {
    const t = i / 255;
    const rgb: Rgb = name === 'gray' ? [grayOfLightness(t), grayOfLightness(t), grayOfLightness(t)] : [fit(name, t, 0), fit(name, t, 1), fit(name, t, 2)];
    table.set([...rgb.map((value) => Math.round(value * 255)), 255], i * 4);
  }
  return table;
}

/** For the legend: a CSS gradient with one stop every 16 entries. */
export function colourGradient(name: ColourMapName): string {
  const table = colourTable(name);
  const stops = Array.from({ length: 17 }, (_, i) => Math.min(255, i * 16) * 4);
  return `linear-gradient(to right, ${stops.map((at) => `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`).join(', ')})`;
}
