/** As for video (see colour-probe): chroma further than this from neutral is seen, in at least this share of the picture. */
const visible = 20;
const share = 0.002;
/** Pixels looked at, evenly spread. */
const sampled = 96 * 96;

/** Whether an RGB picture shows colour: a colour Doppler box or colour bar, not compression noise. */
export function hasColour(rgb: Uint8Array): boolean {
  const pixels = rgb.length / 3;
  const step = Math.max(1, Math.floor(pixels / sampled));
  let seen = 0;
  let count = 0;
  for (let i = 0; i < pixels; i += step) {
    const r = rgb[3 * i] ?? 0;
    const g = rgb[3 * i + 1] ?? 0;
    const b = rgb[3 * i + 2] ?? 0;
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    seen += 1;
    if (Math.abs(b - y) * 0.564 > visible || Math.abs(r - y) * 0.713 > visible) count += 1;
  }
  return count > share * seen;
}
