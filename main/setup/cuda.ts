/** ONNX Runtime's CUDA provider, fetched by onnxruntime-node's own script where an NVIDIA GPU is present. npm's registry cannot carry files of that size. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { download, type Setup } from './downloads.ts';
import { firstLine } from './processes.ts';

/** Name of the first NVIDIA GPU, or null. */
export function nvidiaGpu(): string | null {
  const line = firstLine('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
  return line === null || line.trim() === '' ? null : line.trim();
}

/** Makes the CUDA provider available where that makes sense; analysis works without it, on WebGPU or the CPU. */
export async function provideCuda(setup: Setup): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const gpu = nvidiaGpu();
  if (gpu === null) return;
  const folder = join(setup.root, 'node_modules', 'onnxruntime-node');
  const there = () => existsSync(join(folder, 'bin', 'napi-v6', 'linux', 'x64', 'libonnxruntime_providers_cuda.so'));
  if (!there()) {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    const item = { what: `cuda provider ${version}`, title: 'CUDA provider', host: 'https://api.nuget.org', script: [join(folder, 'script', 'install.js'), '--onnxruntime-node-install=cuda12'], cwd: folder };
    await download(setup, item, there);
  }
  setup.say(there() ? `CUDA provider: here, for ${gpu}.` : `CUDA provider: missing; ${gpu} is not used through CUDA.`);
}
