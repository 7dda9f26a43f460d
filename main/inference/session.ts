/** The fused extractor as an open session. */
import type { Precision, Provider } from '../../preload/domain.ts';
import type { Bundle, Variant } from './bundle.ts';
import type { OnnxBinding, OnnxSession } from './onnx.ts';

export interface ExtractorOutput {
  /** frames x featureCount. */
  readonly features: Float32Array;
  /** By branch order: frames x channels x height x width. */
  readonly maps: readonly Float32Array[];
}

export interface Extractor {
  readonly provider: Provider;
  readonly precision: Precision;
  readonly threads: number;
  /** True when some operators run on the CPU in the provider's place. */
  readonly partly: boolean;
  /** `input`: frames x 3 x size x size. Blocks the event loop. Throws when the provider fails or an output has a wrong size. */
  run(input: Float32Array, frames: number): Promise<ExtractorOutput>;
  release(): Promise<void>;
}

async function openSession(binding: OnnxBinding, path: string, provider: Provider, threads: number): Promise<{ session: OnnxSession; partly: boolean }> {
  if (provider === 'cpu') return { session: await binding.open(path, { provider, threads, providerOnly: false }), partly: false };
  try {
    return { session: await binding.open(path, { provider, threads, providerOnly: true }), partly: false };
  } catch {
    // Either the provider cannot take every operator, or it is missing altogether: then this throws again, with the reason.
    return { session: await binding.open(path, { provider, threads, providerOnly: false }), partly: true };
  }
}

/** Opens one variant of the bundle's extractor on one provider. Throws with the runtime's reason when that is not possible. */
export async function openExtractor(binding: OnnxBinding, bundle: Bundle, variant: Variant, provider: Provider, threads: number): Promise<Extractor> {
  const { input, extractor } = bundle.manifest;
  const { session, partly } = await openSession(binding, variant.path, provider, threads);
  const sized = (outputs: Readonly<Record<string, Float32Array>>, name: string, size: number): Float32Array => {
    const output = outputs[name];
    if (output?.length !== size) throw new RangeError(`Output ${name} has ${output?.length ?? 'no'} values, ${size} were expected.`);
    return output;
  };
  return {
    provider,
    precision: variant.precision,
    threads,
    partly,
    run: async (data, frames) => {
      const outputs = await session.run(input.name, data, [frames, 3, input.size, input.size]);
      return {
        features: sized(outputs, extractor.features, frames * extractor.featureCount),
        maps: extractor.branches.map((branch) => sized(outputs, branch.map, frames * branch.channels * branch.height * branch.width)),
      };
    },
    release: () => session.release(),
  };
}
