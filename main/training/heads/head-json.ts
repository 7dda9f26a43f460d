/** A fitted head as head.json holds it: what main/inference/heads.ts reads. */
import { checkHead, headSchema } from '../../inference/heads.ts';
import type { HeadParameters } from '../../inference/heads.ts';
import type { Sigmoid } from '../calibrate.ts';
import { inputOf, overFeatures } from '../space.ts';
import type { Space } from '../space.ts';
import type { FittedHead } from './fit-kind.ts';
import { tensorOf } from './tensor.ts';

/** Nine significant digits, which tell any two 32-bit floats apart. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
}

/** The text of head.json, and the same parsed: what it says with exactly the digits that it holds. Throws where it does not fit the extractor. */
export function headJson(kind: string, head: FittedHead, space: Space, calibration: Sigmoid, features: number): { readonly text: string; readonly head: HeadParameters } {
  const { mean, scale } = inputOf(space, features);
  const projection = head.projected ? { projection: tensorOf(overFeatures(space, space.components, features)) } : {};
  const content = { kind, input: { mean: [...mean], scale: [...scale], ...projection }, calibration, ...head.parameters(features) };
  const text = `${JSON.stringify(content, rounded)}\n`;
  const parsed = headSchema.parse(JSON.parse(text));
  const misfit = checkHead(parsed, features);
  if (misfit !== null) throw new Error(`The fitted head does not fit the extractor: ${misfit}.`);
  return { text, head: parsed };
}
