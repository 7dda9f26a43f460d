/** explain.json of a bundle: how far its explanations can be trusted, in numbers. */
import { z } from 'zod';

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** One kind of map on one set of phantoms. Shares of frames or of the map's mass, 0..1, intervals by drawing clips. */
const localisation = z.object({
  /** "Grad-CAM fused", "Grad-CAM mobilenet_v2", "LIME", "centre prior", "uniform". */
  map: z.string(),
  frames: z.int(),
  /** Frames whose map is empty: they count as a miss, and have no mass. */
  noEvidence: z.int(),
  /** Share of frames whose highest point lies in a B-line, or within half a cell of the map beside it. */
  pointing: interval.nullable(),
  /** The same without that tolerance. */
  pointingStrict: interval.nullable(),
  bLineMass: interval.nullable(),
  pleuraMass: interval.nullable(),
});

export const explainSchema = z.object({
  format: z.literal('pleura-explain/1'),
  model: z.object({ id: z.string(), version: z.string() }),
  seed: z.int(),
  phantoms: z.array(z.object({
    id: z.string(), title: z.string(), clips: z.int(), framesPerClip: z.int(), limeClips: z.int(), limeSamples: z.int(),
    /** Mean share of the image that the masks cover: what a map without knowledge would get. */
    bLineArea: z.number(), pleuraArea: z.number(),
    maps: z.array(localisation),
  })),
  faithfulness: z.object({
    /** What was explained: "covid-blues and pocus clips", "phantoms". */
    source: z.string(),
    frames: z.int(),
    steps: z.int(),
    /** Mean probability along the way: low for deletion and high for insertion is good. */
    rows: z.array(z.object({ map: z.string(), deletion: interval.nullable(), insertion: interval.nullable(), /** Insertion minus deletion: high is good. */ difference: interval.nullable() })),
  }),
  sanity: z.object({
    frames: z.int(),
    /** Spearman's rank correlation of the signed map (before only evidence for the finding is kept) with the one after the weights were randomised: near 0 is good. `flat`: frames left out, as a map was the same everywhere. */
    rows: z.array(z.object({ map: z.string(), randomised: z.string(), flat: z.int(), correlation: interval.nullable() })),
  }),
});

export type ExplainReport = z.output<typeof explainSchema>;
