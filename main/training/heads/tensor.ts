/** Tables of numbers in head.json's own form. */
import { Buffer } from 'node:buffer';
import type { Matrix } from '../matrix.ts';

/** A table of 32-bit floats in head.json's own form. */
export function tensorOf({ rows, columns, values }: Matrix): { readonly shape: readonly [number, number]; readonly f32: string } {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return { shape: [rows, columns], f32: bytes.toString('base64') };
}
