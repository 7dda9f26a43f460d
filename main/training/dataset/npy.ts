/** NumPy's .npy, version 1.0, of 8-bit arrays (numpy.lib.format): a header padded to 64 bytes, then the bytes in C order. */
export function npyHeader(shape: readonly number[]): Buffer {
  const words = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = words.padEnd(64 * Math.ceil((words.length + 11) / 64) - 11);
  const head = Buffer.alloc(10);
  head.write('\u0093NUMPY\u0001\u0000', 'latin1');
  head.writeUInt16LE(padded.length + 1, 8);
  return Buffer.concat([head, Buffer.from(`${padded}\n`, 'latin1')]);
}
