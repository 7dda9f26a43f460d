/** The engine's state in the reader's words. */
import type { EngineStatus, Precision, Provider } from '../../preload/domain.ts';

const providerNames: Readonly<Record<Provider, string>> = {
  cuda: 'NVIDIA GPU (CUDA)',
  dml: 'GPU (DirectML)',
  coreml: 'Apple Core ML',
  webgpu: 'GPU (WebGPU)',
  cpu: 'CPU',
};

/** "NVIDIA GPU (CUDA)", "CPU". */
export function providerName(provider: Provider): string {
  return providerNames[provider];
}

const precisionNames: Readonly<Record<Precision, string>> = { int8: '8-bit', fp16: '16-bit', fp32: '32-bit' };

/** "CPU, 8-bit"; the provider alone where no variant of the model is meant. */
export function variantName(provider: Provider, precision: Precision | null): string {
  return precision === null ? providerName(provider) : `${providerName(provider)}, ${precisionNames[precision]}`;
}

/** One line for the status bar; `attention` where the reader may wonder why nothing happens. */
export function engineWords(status: EngineStatus): { readonly text: string; readonly attention: boolean } {
  const on = status.provider === null ? '' : ` on ${variantName(status.provider, status.precision)}`;
  switch (status.state) {
    case 'starting': return { text: 'Analysis starting', attention: false };
    case 'ready': return { text: `Analysis ready${on}`, attention: false };
    case 'busy': return { text: `Analysing${on}`, attention: false };
    case 'restarting': return { text: 'Analysis stopped unexpectedly and is restarting; nothing is lost', attention: true };
    case 'failed': return { text: status.error?.message ?? 'Analysis is not available', attention: true };
  }
}
