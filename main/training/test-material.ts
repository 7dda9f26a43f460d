/** Made-up features with something to learn, for tests: two branches, patients with a level of their own. */
import { zeros } from './matrix.ts';
import type { LabelledClip, Material } from './material.ts';
import { normals, seededUniform } from './random.ts';

export interface TestMaterialOptions {
  readonly patients: number;
  readonly clipsEach: number;
  readonly rowsEach: number;
  readonly seed: number;
  /** How far the classes lie apart; 0: nothing to learn. */
  readonly apart?: number;
}

const width = 14;

/** Every other patient is positive; two features of branch "a" and a product of two of branch "b" tell. */
export function testMaterial({ patients, clipsEach, rowsEach, seed, apart = 1.2 }: TestMaterialOptions): Material {
  const normal = normals(seededUniform(seed));
  const features = zeros(patients * clipsEach * rowsEach, width, true);
  const clips: LabelledClip[] = [];
  for (let patient = 0; patient < patients; patient += 1) {
    const positive = patient % 2 === 1;
    const own = Array.from({ length: width }, () => 0.4 * normal());
    for (let clip = 0; clip < clipsEach; clip += 1) {
      const firstRow = clips.length * rowsEach;
      for (let row = firstRow; row < firstRow + rowsEach; row += 1) {
        for (let feature = 0; feature < width; feature += 1) {
          const told = [0, 3, 9, 11].includes(feature) ? (positive ? apart : -apart) : 0;
          features.values[row * width + feature] = 2 + (own[feature] ?? 0) + 0.7 * told + 0.5 * normal();
        }
      }
      clips.push({ group: `p${patient}`, positive, firstRow, rows: rowsEach });
    }
  }
  return { features, branches: [{ name: 'a', start: 0, count: 8 }, { name: 'b', start: 8, count: 6 }], clips };
}
