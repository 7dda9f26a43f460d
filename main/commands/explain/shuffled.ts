/** Models whose weights have lost their meaning but not their size: each tensor's values are the same, in random order (Adebayo et al. 2018). */
import { seededUniform } from '../../analysis/bootstrap.ts';
import type { Head } from '../../inference/heads.ts';

/** Field numbers of ONNX's protobuf: ModelProto.graph, GraphProto.initializer, TensorProto.dims, .data_type, .float_data, .raw_data. */
const fields = { graph: 7, initializer: 5, dims: 1, dataType: 2, floatData: 4, rawData: 9 } as const;
/** Bytes of a value by TensorProto.DataType, for the types that weights have: float, uint8, int8, float16. */
const widths: Readonly<Record<number, number>> = { 1: 4, 2: 1, 3: 1, 10: 2 };

interface Field {
  readonly number: number;
  /** Value of a varint field; 0 for others. */
  readonly value: number;
  /** Bytes of a length-delimited field; empty for others. */
  readonly bytes: Uint8Array;
}

function varint(bytes: Uint8Array, from: number): readonly [value: number, next: number] {
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at + 1];
    scale *= 128;
  }
  throw new RangeError('The graph ends within a number.');
}

/** Fields of a message, as views into it. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const [tag, start] = varint(bytes, at);
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0: {
        const [value, next] = varint(bytes, start);
        at = next;
        yield { number, value, bytes: bytes.subarray(0, 0) };
        break;
      }
      case 2: {
        const [length, from] = varint(bytes, start);
        at = from + length;
        yield { number, value: 0, bytes: bytes.subarray(from, at) };
        break;
      }
      case 1: at = start + 8; break;
      case 5: at = start + 4; break;
      default: throw new RangeError('The graph has a field of an unknown kind.');
    }
  }
}

/** Puts values of `width` bytes each into random order, in place. */
function shuffle(bytes: Uint8Array, width: number, uniform: () => number): void {
  const swap = new Uint8Array(width);
  for (let last = Math.floor(bytes.length / width) - 1; last > 0; last -= 1) {
    const other = Math.floor(uniform() * (last + 1));
    swap.set(bytes.subarray(last * width, (last + 1) * width));
    bytes.copyWithin(last * width, other * width, (other + 1) * width);
    bytes.set(swap, other * width);
  }
}

/** Axes of a tensor: its dims field is repeated, packed or not. */
function axes(tensor: readonly Field[]): number {
  return tensor.filter((field) => field.number === fields.dims).reduce((count, field) => {
    let packed = 0;
    for (let at = 0; at < field.bytes.length; packed += 1) [, at] = varint(field.bytes, at);
    return count + (field.bytes.length === 0 ? 1 : packed);
  }, 0);
}

/** An ONNX graph with the values of every weight (tensors of two axes or more; not biases, scales and shapes) in random order, and how many tensors those are. */
export function shuffledGraph(onnx: Uint8Array, seed: number): { readonly onnx: Uint8Array; readonly tensors: number } {
  const copy = Uint8Array.from(onnx);
  const uniform = seededUniform(seed);
  let tensors = 0;
  for (const graph of fieldsOf(copy)) {
    if (graph.number !== fields.graph) continue;
    for (const initializer of fieldsOf(graph.bytes)) {
      if (initializer.number !== fields.initializer) continue;
      const tensor = [...fieldsOf(initializer.bytes)];
      const width = widths[tensor.find((field) => field.number === fields.dataType)?.value ?? 0];
      if (width === undefined || axes(tensor) < 2) continue;
      for (const field of tensor) if (field.number === fields.rawData || field.number === fields.floatData) shuffle(field.bytes, field.number === fields.floatData ? 4 : width, uniform);
      tensors += 1;
    }
  }
  return { onnx: copy, tensors };
}

/** The head with its inputs in random order: for a linear head the same as its weights in random order, and it works for every kind. */
export function shuffledHead(head: Head, features: number, seed: number): Head {
  const uniform = seededUniform(seed);
  const order = Uint32Array.from({ length: features }, (_, index) => index);
  for (let last = features - 1; last > 0; last -= 1) {
    const other = Math.floor(uniform() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const mixed = (from: Float32Array): Float32Array => Float32Array.from(order, (source) => from[source] ?? 0);
  return {
    score: (from) => head.score(mixed(from)),
    softLogit: (from) => head.softLogit(mixed(from)),
    gradient: (from) => {
      const gradient = new Float32Array(features);
      head.gradient(mixed(from)).forEach((value, index) => (gradient[order[index] ?? 0] = value));
      return gradient;
    },
  };
}
