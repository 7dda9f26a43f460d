/** A gray picture being drawn: levels 0..255 as floats, row by row. Shapes are soft at their edges by about a pixel. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly levels: Float32Array;
}

export function createPicture(width: number, height: number, level = 0): Picture {
  return { width, height, levels: new Float32Array(width * height).fill(level) };
}

/** Draws each pixel from its place and its present level. */
export function paint(picture: Picture, draw: (x: number, y: number, level: number) => number): void {
  const { width, height, levels } = picture;
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) levels[at] = draw(x, y, levels[at] ?? 0);
}

/** Mixes `level` in where `cover` (signed distance inside the shape, pixels) is positive. */
export function fillShape(picture: Picture, inside: (x: number, y: number) => number, level: (x: number, y: number) => number): void {
  paint(picture, (x, y, before) => {
    const share = Math.min(1, Math.max(0, inside(x, y) + 0.5));
    return share === 0 ? before : before + share * (level(x, y) - before);
  });
}

export function fillBox(picture: Picture, left: number, top: number, width: number, height: number, level: number): void {
  const right = Math.min(picture.width, Math.round(left + width));
  const bottom = Math.min(picture.height, Math.round(top + height));
  for (let y = Math.max(0, Math.round(top)); y < bottom; y++) picture.levels.fill(level, y * picture.width + Math.max(0, Math.round(left)), Math.max(y * picture.width, y * picture.width + right));
}

/** Distance inside a turned ellipse, in pixels near its edge; negative outside. */
export function ellipse(centreX: number, centreY: number, radiusX: number, radiusY: number, angle = 0): (x: number, y: number) => number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return (x, y) => {
    const across = ((x - centreX) * cos + (y - centreY) * sin) / radiusX;
    const along = ((y - centreY) * cos - (x - centreX) * sin) / radiusY;
    return (1 - Math.hypot(across, along)) * Math.min(radiusX, radiusY);
  };
}

/** Distance inside a line of the given thickness. */
export function stroke(fromX: number, fromY: number, toX: number, toY: number, thickness: number): (x: number, y: number) => number {
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const alongX = (toX - fromX) / length;
  const alongY = (toY - fromY) / length;
  return (x, y) => {
    const along = Math.min(length, Math.max(0, (x - fromX) * alongX + (y - fromY) * alongY));
    return thickness / 2 - Math.hypot(x - fromX - along * alongX, y - fromY - along * alongY);
  };
}

/** As a frame: whole levels within 0..255. */
export function toFrame({ levels }: Picture): Uint8Array {
  return Uint8Array.from(levels, (level) => Math.min(255, Math.max(0, Math.round(level))));
}
