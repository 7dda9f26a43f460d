/** Dense tables of numbers as the fitting uses them: row major, 32-bit floats, so that they can be handed to ONNX Runtime and shared between threads. */

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns. */
  readonly values: Float32Array;
}

/** A matrix of zeros; `shared` puts it where all threads see the same bytes. */
export function zeros(rows: number, columns: number, shared = false): Matrix {
  const values = shared ? new Float32Array(new SharedArrayBuffer(rows * columns * 4)) : new Float32Array(rows * columns);
  return { rows, columns, values };
}

/** Some rows, in this order. */
export function rowsOf({ columns, values }: Matrix, rows: ArrayLike<number>): Matrix {
  const picked = zeros(rows.length, columns);
  for (let at = 0; at < rows.length; at += 1) {
    const from = (rows[at] ?? 0) * columns;
    picked.values.set(values.subarray(from, from + columns), at * columns);
  }
  return picked;
}

/** Matrices of the same rows beside each other. */
export function beside(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]?.rows ?? 0;
  const joined = zeros(rows, parts.reduce((sum, part) => sum + part.columns, 0));
  let start = 0;
  for (const { columns, values } of parts) {
    for (let row = 0; row < rows; row += 1) joined.values.set(values.subarray(row * columns, (row + 1) * columns), row * joined.columns + start);
    start += columns;
  }
  return joined;
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = zeros(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) turned.values[column * rows + row] = values[row * columns + column] ?? 0;
  }
  return turned;
}

/** Squared length of every row. */
export function squaredLengths({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let at = row * columns; at < (row + 1) * columns; at += 1) sum += (values[at] ?? 0) ** 2;
    return sum;
  });
}

/** matrix * vector, one value a row. */
export function times({ rows, columns, values }: Matrix, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns;
    let sum = 0;
    for (let column = 0; column < columns; column += 1) sum += (values[from + column] ?? 0) * (vector[column] ?? 0);
    result[row] = sum;
  }
  return result;
}
