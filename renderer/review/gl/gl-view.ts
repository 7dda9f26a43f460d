/**
 * The frame view in WebGL2. The shader composes the picture once a frame pixel, the result is then scaled to the canvas: the cost of the overlay
 * does not grow with the screen, which keeps 4k and machines without a strong GPU smooth. A lost context is rebuilt and drawn again.
 */
import type { Sector } from '../../../preload/domain.ts';
import { colourTable } from '../colour-maps.ts';
import type { ColourMapName } from '../colour-maps.ts';
import type { Frame } from '../frames.ts';
import type { HeatGrid } from '../heat-grid.ts';
import { toCanvas } from '../viewport.ts';
import type { Size } from '../viewport.ts';
import type { FrameView, Picture } from './picture.ts';
import { createTarget, createTexture, linkProgram } from './program.ts';
import type { DrawTarget, PixelTexture, Program } from './program.ts';
import { FRAGMENT, VERTEX } from './shaders.ts';

interface Resources {
  readonly program: Program;
  /** The composed picture, of the frame's size. */
  readonly target: DrawTarget;
  readonly frame: PixelTexture;
  readonly heat: PixelTexture;
  readonly colours: PixelTexture;
  /** What the textures hold now, so that only changes are uploaded. */
  shownFrame: Frame['bytes'] | null;
  shownGrid: HeatGrid | null;
  shownMap: ColourMapName | null;
}

function build(gl: WebGL2RenderingContext, size: Size): Resources | null {
  const program = linkProgram(gl, VERTEX, FRAGMENT);
  const target = createTarget(gl, 3, size.width, size.height);
  if (program === null || target === null) return null;
  gl.useProgram(program.program);
  gl.bindVertexArray(gl.createVertexArray());
  gl.uniform1i(program.at('frameTexture'), 0);
  gl.uniform1i(program.at('heatTexture'), 1);
  gl.uniform1i(program.at('colourTexture'), 2);
  return {
    program, target, frame: createTexture(gl, 0), heat: createTexture(gl, 1), colours: createTexture(gl, 2), shownFrame: null, shownGrid: null, shownMap: null,
  };
}

function putSector(gl: WebGL2RenderingContext, { at }: Program, sector: Sector): void {
  gl.uniform1i(at('heat'), sector.kind === 'convex' ? 1 : 2);
  if (sector.kind === 'convex') {
    gl.uniform4f(at('sectorA'), sector.apexX, sector.apexY, sector.leftAngle, sector.rightAngle);
    gl.uniform2f(at('sectorB'), sector.innerRadius, sector.outerRadius);
  } else {
    gl.uniform4f(at('sectorA'), sector.box.x, sector.box.y, sector.box.width, sector.box.height);
  }
}

function putOverlay(gl: WebGL2RenderingContext, held: Resources, { overlay }: Picture): void {
  if (overlay === null) {
    gl.uniform1i(held.program.at('heat'), 0);
    return;
  }
  if (held.shownGrid !== overlay.grid) held.heat.put(overlay.grid.width, overlay.grid.height, 'r16f', overlay.grid.values);
  held.shownGrid = overlay.grid;
  if (held.shownMap !== overlay.colourMap) held.colours.put(256, 1, 'rgba8', colourTable(overlay.colourMap));
  held.shownMap = overlay.colourMap;
  gl.uniform2f(held.program.at('blend'), overlay.opacity, overlay.threshold);
  putSector(gl, held.program, overlay.sector);
}

function compose(gl: WebGL2RenderingContext, held: Resources, picture: Picture): void {
  const { frame, window } = picture;
  const { at } = held.program;
  if (held.shownFrame !== frame.bytes) held.frame.put(frame.width, frame.height, frame.channels === 3 ? 'rgb8' : 'r8', frame.bytes);
  held.shownFrame = frame.bytes;
  gl.bindFramebuffer(gl.FRAMEBUFFER, held.target.framebuffer);
  gl.viewport(0, 0, held.target.width, held.target.height);
  gl.uniform1i(at('colour'), frame.channels === 3 ? 1 : 0);
  gl.uniform1i(at('invert'), picture.invert ? 1 : 0);
  gl.uniform2f(at('window'), window.level, window.width);
  putOverlay(gl, held, picture);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/** Scales the composed picture to its place on the canvas, top row up. */
function present(gl: WebGL2RenderingContext, { target }: Resources, { viewport, smooth }: Picture): void {
  const canvas = { width: gl.drawingBufferWidth, height: gl.drawingBufferHeight };
  const corner = toCanvas(viewport, target, canvas, -0.5, -0.5);
  const opposite = toCanvas(viewport, target, canvas, target.width - 0.5, target.height - 0.5);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target.framebuffer);
  gl.blitFramebuffer(
    0, 0, target.width, target.height,
    Math.round(corner.x), Math.round(canvas.height - corner.y), Math.round(opposite.x), Math.round(canvas.height - opposite.y),
    gl.COLOR_BUFFER_BIT, smooth ? gl.LINEAR : gl.NEAREST,
  );
}

function render(gl: WebGL2RenderingContext, held: Resources, picture: Picture): void {
  compose(gl, held, picture);
  present(gl, held, picture);
}

/** Null where WebGL2 cannot be had, or where a frame would not fit into a texture. */
export function createGlView(canvas: HTMLCanvasElement, frame: Size): FrameView | null {
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance' });
  if (gl === null || Math.max(frame.width, frame.height) > Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))) return null;
  let held = build(gl, frame);
  if (held === null) return null;
  let latest: Picture | null = null;
  const lost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    held = null;
  };
  const restored = (): void => {
    held = build(gl, frame);
    if (held !== null && latest !== null) render(gl, held, latest);
  };
  canvas.addEventListener('webglcontextlost', lost);
  canvas.addEventListener('webglcontextrestored', restored);
  return {
    kind: 'webgl2',
    resize(width, height) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    draw(picture) {
      latest = picture;
      if (held !== null) render(gl, held, picture);
    },
    dispose() {
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
      held = null;
      latest = null;
      // Browsers keep few contexts: give this one back at once.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
