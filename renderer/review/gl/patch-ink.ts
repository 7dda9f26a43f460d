/**
 * LIME's superpixels drawn over the image at the screen's own resolution, so that lines stay thin and sharp at every zoom:
 * those that speak for IS filled with a solid line, those against it hatched with a dashed line. Colour alone tells nothing.
 */
import type { Sector } from '../../../preload/domain.ts';
import type { Patch } from '../lime-patches.ts';
import { wrap } from '../sector-point.ts';
import { fitScale } from '../viewport.ts';
import type { Size, Viewport } from '../viewport.ts';
import type { PatchOverlay } from './picture.ts';

/** On black in both themes. Amber is the house's colour of IS; blue is told from it by all colour-blind readers. */
export const FOR_COLOUR = '#F2A93B';
export const AGAINST_COLOUR = '#62B6FF';
/** Distance of hatch lines, CSS pixels. */
export const HATCH = 7;

export interface PatchInk {
  /** Device pixels. */
  resize(width: number, height: number): void;
  /** `frame` is the size of the frame under the patches. */
  draw(overlay: PatchOverlay | null, viewport: Viewport, frame: Size): void;
}

interface Shape {
  readonly patch: Patch;
  /** In frame pixels. */
  readonly path: Path2D;
}

function pathOf({ loops }: Patch, sector: Sector): Path2D {
  const path = new Path2D();
  for (const loop of loops) {
    for (let i = 0; i < loop.length; i += 2) {
      const { x, y } = wrap(sector, loop[i] ?? 0, loop[i + 1] ?? 0);
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** A tile of diagonal lines that joins with itself; `unit` is a CSS pixel in device pixels. */
function hatching(context: CanvasRenderingContext2D, unit: number): CanvasPattern | null {
  const size = Math.max(4, Math.round(HATCH * unit));
  const tile = document.createElement('canvas');
  Object.assign(tile, { width: size, height: size });
  const inner = tile.getContext('2d');
  if (inner === null) return null;
  inner.strokeStyle = AGAINST_COLOUR;
  inner.lineWidth = 1.5 * unit;
  for (const shift of [-size, 0, size]) {
    inner.moveTo(shift - unit, size + unit);
    inner.lineTo(shift + size + unit, -unit);
  }
  inner.stroke();
  return context.createPattern(tile, 'repeat');
}

function outline(context: CanvasRenderingContext2D, path: Path2D, unit: number, speaksFor: boolean): void {
  context.lineJoin = 'round';
  context.setLineDash(speaksFor ? [] : [5 * unit, 3 * unit]);
  // A dark seam under the line, for bright tissue.
  context.strokeStyle = 'rgb(0 0 0 / 0.6)';
  context.lineWidth = 3.5 * unit;
  context.stroke(path);
  context.strokeStyle = speaksFor ? FOR_COLOUR : AGAINST_COLOUR;
  context.lineWidth = 1.5 * unit;
  context.stroke(path);
}

/** Stronger superpixels are laid on more thickly, within the reader's opacity. */
function drawShape(context: CanvasRenderingContext2D, { patch }: Shape, path: Path2D, unit: number, opacity: number, hatch: CanvasPattern | null): void {
  const speaksFor = patch.weight > 0;
  context.globalAlpha = opacity * (speaksFor ? 0.2 + 0.6 * patch.strength : 0.45 + 0.55 * patch.strength);
  context.fillStyle = speaksFor ? FOR_COLOUR : (hatch ?? AGAINST_COLOUR);
  context.fill(path, 'evenodd');
  context.globalAlpha = (0.5 + 0.5 * opacity) * (0.75 + 0.25 * patch.strength);
  outline(context, path, unit, speaksFor);
}

/** A sector may reach beyond the frame; patches do not. */
function keepToFrame(context: CanvasRenderingContext2D, toCanvas: DOMMatrix, frame: Size): void {
  context.setTransform(toCanvas);
  context.beginPath();
  context.rect(-0.5, -0.5, frame.width, frame.height);
  context.clip();
  context.resetTransform();
}

/** Null where the browser gives no context. */
export function createPatchInk(canvas: HTMLCanvasElement): PatchInk | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  let shapes: { readonly of: readonly Patch[]; readonly list: readonly Shape[] } | null = null;
  let hatch: { readonly unit: number; readonly pattern: CanvasPattern | null } | null = null;
  canvas.style.display = 'none';
  return {
    resize(width, height) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    draw(overlay, viewport, frame) {
      canvas.style.display = overlay === null ? 'none' : 'block';
      if (overlay === null) return;
      const { patches, sector, opacity } = overlay;
      if (shapes?.of !== patches) shapes = { of: patches, list: patches.map((patch) => ({ patch, path: pathOf(patch, sector) })) };
      // Lines grow a little on very large screens, where a CSS pixel is hardly seen.
      const unit = Math.max(window.devicePixelRatio, canvas.height / 900);
      if (hatch?.unit !== unit) hatch = { unit, pattern: hatching(context, unit) };
      const scale = fitScale(frame, canvas) * viewport.zoom;
      const toCanvas = new DOMMatrix([scale, 0, 0, scale, canvas.width / 2 - viewport.centreX * scale, canvas.height / 2 - viewport.centreY * scale]);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.save();
      keepToFrame(context, toCanvas, frame);
      for (const shape of shapes.list.toReversed()) {
        const path = new Path2D();
        path.addPath(shape.path, toCanvas);
        drawShape(context, shape, path, unit, opacity, hatch.pattern);
      }
      context.restore();
    },
  };
}
