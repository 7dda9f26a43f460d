/**
 * Products of large matrices by ONNX Runtime: its kernels are 30 times faster than a loop here, and every head and its fit need them (Gram matrices, covariances).
 * The graph is one Gemm node, written byte by byte in ONNX's protobuf form (onnx.proto, IR version 8, opset 13).
 */
import { Buffer } from 'node:buffer';
import { openGraph } from '../inference/onnx.ts';
import type { Matrix } from './matrix.ts';

export interface Gemm {
  /** a * b. */
  product(a: Matrix, b: Matrix): Promise<Matrix>;
  /** a * transposed b: for rows against rows. */
  productTransposed(a: Matrix, b: Matrix): Promise<Matrix>;
  /** transposed a * b: for covariances. */
  transposedProduct(a: Matrix, b: Matrix): Promise<Matrix>;
  release(): Promise<void>;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

const whole = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const nested = (field: number, bytes: readonly number[]): number[] => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const text = (field: number, words: string): number[] => nested(field, [...Buffer.from(words)]);

/** ValueInfoProto of a float tensor with two named dimensions. */
function table(name: string, dimensions: readonly string[]): number[] {
  const shape = dimensions.flatMap((dimension) => nested(1, text(2, dimension)));
  return [...text(1, name), ...nested(2, nested(1, [...whole(1, 1), ...nested(2, shape)]))];
}

/** AttributeProto of a whole number (type 2). */
const attribute = (name: string, value: number): number[] => [...text(1, name), ...whole(3, value), ...whole(20, 2)];

/** ModelProto: c = op(a) * op(b). */
function model(transposeA: boolean, transposeB: boolean): Uint8Array {
  const node = [
    ...text(1, 'a'), ...text(1, 'b'), ...text(2, 'c'), ...text(4, 'Gemm'),
    ...nested(5, attribute('transA', transposeA ? 1 : 0)), ...nested(5, attribute('transB', transposeB ? 1 : 0)),
  ];
  const graph = [
    ...nested(1, node), ...text(2, 'product'), ...nested(11, table('a', transposeA ? ['k', 'm'] : ['m', 'k'])),
    ...nested(11, table('b', transposeB ? ['n', 'k'] : ['k', 'n'])), ...nested(12, table('c', ['m', 'n'])),
  ];
  return Uint8Array.from([...whole(1, 8), ...nested(7, graph), ...nested(8, [...text(1, ''), ...whole(2, 13)])]);
}

/** Opens the three products with one thread each: whoever wants more cores runs more of them. */
export async function openGemm(): Promise<Gemm> {
  const [plain, right, left] = await Promise.all([openGraph(model(false, false), 1), openGraph(model(false, true), 1), openGraph(model(true, false), 1)]);
  const run = async (graph: typeof plain, a: Matrix, b: Matrix, rows: number, columns: number): Promise<Matrix> => {
    const tensor = ({ values, rows: count, columns: width }: Matrix) => ({ data: values, dims: [count, width] });
    return { rows, columns, values: await graph.run({ a: tensor(a), b: tensor(b) }, 'c') };
  };
  return {
    product: (a, b) => run(plain, a, b, a.rows, b.columns),
    productTransposed: (a, b) => run(right, a, b, a.rows, b.rows),
    transposedProduct: (a, b) => run(left, a, b, a.columns, b.columns),
    release: async () => {
      await Promise.all([plain, right, left].map((graph) => graph.release()));
    },
  };
}
