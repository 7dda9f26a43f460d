/** ONNX Runtime as this room uses it. The interface is small so that the provider chain's logic can be tested with a faked binding. */
import process from 'node:process';
import * as onnx from 'onnxruntime-node';
import { privateEnvironment } from '../child.ts';
import type { Provider } from '../../preload/domain.ts';

export interface OnnxOptions {
  readonly provider: Provider;
  /** Threads inside one operator; matters on the CPU only. */
  readonly threads: number;
  /** Refuse to put any operator on the CPU in the provider's place. */
  readonly providerOnly: boolean;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph on one float input of shape `dims`. Blocks the event loop while it computes. Throws when the provider fails. */
  run(inputName: string, data: Float32Array, dims: readonly number[]): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

export interface OnnxBinding {
  /** Names of the providers that this build of ONNX Runtime knows on this platform, with or without their libraries. */
  providers(): readonly string[];
  /** Throws when the provider, its library or its device is missing, or when the graph does not load. */
  open(modelPath: string, options: OnnxOptions): Promise<OnnxSession>;
}

function sessionOptions({ provider, threads, providerOnly }: OnnxOptions): onnx.InferenceSession.SessionOptions {
  return {
    // One name alone: beside 'cpu', an unknown name would be dropped without a word.
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    ...(providerOnly ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
  };
}

// Set for helpers by whoever spawns them; this covers processes that open a session themselves (the benchmark, tests).
Object.assign(process.env, privateEnvironment);

// Failed attempts are reported as values; the runtime's own log would only repeat them on the terminal.
onnx.env.logLevel = 'fatal';

async function open(modelPath: string, options: OnnxOptions): Promise<OnnxSession> {
  const session = await onnx.InferenceSession.create(modelPath, sessionOptions(options));
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: async (inputName, data, dims) => {
      const outputs = await session.run({ [inputName]: new onnx.Tensor('float32', data, dims) });
      const read: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        if (!(tensor.data instanceof Float32Array)) throw new TypeError(`Output ${name} is ${tensor.type}, float32 was expected.`);
        read[name] = tensor.data;
      }
      return read;
    },
    release: () => session.release(),
  };
}

/** A graph with any number of float inputs, computed on the CPU. */
export interface OnnxGraph {
  /** The output's values. Blocks the event loop while it computes. */
  run(inputs: Readonly<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>, output: string): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Opens a graph given as ONNX bytes, for arithmetic that is none of a bundle's. */
export async function openGraph(model: Uint8Array, threads: number): Promise<OnnxGraph> {
  const session = await onnx.InferenceSession.create(model, sessionOptions({ provider: 'cpu', threads, providerOnly: false }));
  return {
    run: async (inputs, output) => {
      const tensors = Object.entries(inputs).map(([name, { data, dims }]) => [name, new onnx.Tensor('float32', data, dims)] as const);
      const data = (await session.run(Object.fromEntries(tensors)))[output]?.data;
      if (!(data instanceof Float32Array)) throw new TypeError(`Output ${output} is no table of floats.`);
      return data;
    },
    release: () => session.release(),
  };
}

/** The real ONNX Runtime. */
export const onnxRuntime: OnnxBinding = {
  providers: () => onnx.listSupportedBackends().map((backend) => backend.name),
  open,
};
