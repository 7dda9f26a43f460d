/**
 * Which execution provider computes, and which variant of the extractor: the platform's candidates in order, on each the variants that name it in the
 * bundle's order, each accepted only when its session opens AND its own golden self-test passes.
 * An explicit choice is tried first. With `strict` (command line) its failure is an error; without (workstation) the chain goes on,
 * and the failed attempt stays visible, because a reading room without a GPU must still read.
 */
import type { AppError, Precision, Provider, ProviderAttempt, ProviderChoice, Result } from '../../preload/domain.ts';
import type { Bundle, Variant } from './bundle.ts';
import { goldenTest } from './golden.ts';
import type { OnnxBinding } from './onnx.ts';
import { openExtractor } from './session.ts';
import type { Extractor } from './session.ts';
import { openTunedExtractor } from './threads.ts';

/** Providers in the order of preference; onnxruntime-node has no CUDA on Windows. */
export function candidateProviders(platform: NodeJS.Platform): readonly Provider[] {
  switch (platform) {
    case 'win32': return ['dml', 'webgpu', 'cpu'];
    case 'darwin': return ['coreml', 'webgpu', 'cpu'];
    default: return ['cuda', 'webgpu', 'cpu'];
  }
}

export interface ProviderQuery {
  readonly binding: OnnxBinding;
  readonly bundle: Bundle;
  readonly choice: ProviderChoice;
  readonly strict: boolean;
  readonly platform: NodeJS.Platform;
  /** Logical cores. */
  readonly cores: number;
  /** Threads found best before; null measures. */
  readonly threads: number | null;
  /** Attempts that ended earlier processes: not tried again. Without a precision, nothing is tried on that provider. */
  readonly refused: readonly ProviderAttempt[];
  /** Called before each attempt, so that a crash in a driver can be blamed. */
  readonly onTry: (provider: Provider, precision: Precision) => void;
}

function orderOf(query: ProviderQuery): readonly Provider[] {
  const { choice, strict, platform } = query;
  if (choice === 'auto') return candidateProviders(platform);
  return strict ? [choice] : [choice, ...candidateProviders(platform).filter((provider) => provider !== choice)];
}

/** The usual causes in plain words; else the first line of what a native library said, without its source paths, short enough for a table. */
function reasonOf(provider: Provider, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/Failed to load (shared )?library/i.test(text)) return `The ${provider} libraries of ONNX Runtime, or the driver below them, are not installed.`;
  if (provider === 'webgpu' && text.includes('adapter')) return 'No graphics adapter for WebGPU was found.';
  return (text.split('\n')[0] ?? '').replaceAll(/\/\S+\.(cc|h):\d+ /g, '').slice(0, 200);
}

async function open(query: ProviderQuery, variant: Variant, provider: Provider): Promise<Extractor> {
  const { binding, bundle, cores, threads } = query;
  if (provider !== 'cpu') return openExtractor(binding, bundle, variant, provider, 1);
  return threads === null ? openTunedExtractor(binding, bundle, variant, cores) : openExtractor(binding, bundle, variant, 'cpu', threads);
}

interface Outcome {
  readonly extractor: Extractor | null;
  readonly attempt: ProviderAttempt;
}

async function attemptVariant(query: ProviderQuery, provider: Provider, variant: Variant): Promise<Outcome> {
  const { precision } = variant;
  const failed = (detail: string): Outcome => ({ extractor: null, attempt: { provider, precision, ok: false, detail } });
  const refused = query.refused.find((item) => item.provider === provider && item.precision === precision);
  if (refused !== undefined) return { extractor: null, attempt: refused };
  query.onTry(provider, precision);
  let extractor: Extractor | null = null;
  try {
    extractor = await open(query, variant, provider);
    const golden = await goldenTest(query.bundle, variant, extractor);
    const figures = `largest deviation ${golden.worst.toPrecision(2)} of the tolerance (${golden.where})`;
    if (golden.ok) {
      const partly = extractor.partly ? '; some operators run on the CPU' : '';
      return { extractor, attempt: { provider, precision, ok: true, detail: `Self-test passed: ${figures}${partly}.` } };
    }
    await extractor.release();
    return failed(`Self-test failed: ${figures}.`);
  } catch (error) {
    await extractor?.release().catch(() => {});
    return failed(reasonOf(provider, error));
  }
}

/** The provider's attempts in turn: only the last may have an extractor. */
async function attemptProvider(query: ProviderQuery, provider: Provider): Promise<readonly Outcome[]> {
  const failed = (detail: string): Outcome => ({ extractor: null, attempt: { provider, precision: null, ok: false, detail } });
  const refused = query.refused.find((item) => item.provider === provider && item.precision === null);
  if (refused !== undefined) return [{ extractor: null, attempt: refused }];
  if (!query.binding.providers().includes(provider)) return [failed('Not part of this program on this platform.')];
  const variants = query.bundle.variants.filter((variant) => variant.providers.includes(provider));
  if (variants.length === 0) return [failed('The model has no variant for it.')];
  const outcomes: Outcome[] = [];
  for (const variant of variants) {
    const outcome = await attemptVariant(query, provider, variant);
    outcomes.push(outcome);
    if (outcome.extractor !== null) break;
  }
  return outcomes;
}

function unavailable(query: ProviderQuery, attempts: readonly ProviderAttempt[]): AppError {
  const reasons = attempts.map((item) => `${item.provider}${item.precision === null ? '' : ` ${item.precision}`}: ${item.detail}`).join(' ');
  const hint = query.choice === 'auto' || query.choice === 'cpu' ? 'Install Pleura or the model again.' : 'Choose "auto" or "cpu", or install the provider\'s driver and libraries.';
  return { code: 'provider-unavailable', message: `No provider can run the model. ${reasons}`, hint };
}

/** The first provider and variant that work, with every attempt on the way. Error: `provider-unavailable`, with the reasons in its message. */
export async function chooseProvider(query: ProviderQuery): Promise<{ readonly chosen: Result<Extractor>; readonly attempts: readonly ProviderAttempt[] }> {
  const attempts: ProviderAttempt[] = [];
  for (const provider of orderOf(query)) {
    const outcomes = await attemptProvider(query, provider);
    attempts.push(...outcomes.map((outcome) => outcome.attempt));
    const extractor = outcomes.at(-1)?.extractor ?? null;
    if (extractor !== null) return { chosen: { ok: true, value: extractor }, attempts };
  }
  return { chosen: { ok: false, error: unavailable(query, attempts) }, attempts };
}
