/** The seed of a frame's LIME run: the same for the same model, clip and frame, wherever and whenever it is explained. */
import { createHash } from 'node:crypto';

/** 32 bits, from the SHA-256 of the model's manifest, of the clip's original file, and the frame's decoded index. */
export function limeSeed(modelSha256: string, clipSha256: string, frame: number): number {
  return createHash('sha256').update(`${modelSha256} ${clipSha256} ${frame}`).digest().readUInt32BE(0);
}
