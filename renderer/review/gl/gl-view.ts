/** The frame view in WebGL2: the frame is a texture, everything else happens in the shader. A lost context is rebuilt and drawn again. */
import type { Sector } from '../../../preload/domain.ts';
import { colourTable } from '../colour-maps.ts';
import type { ColourMapName } from '../colour-maps.ts';
import type { Frame } from '../frame-cache.ts';
import type { HeatGrid } from '../heat-grid.ts';
import { fitScale } from '../viewport.ts';
import type { FrameView, Picture } from './picture.ts';
import { createTexture, linkProgram } from './program.ts';
import type { PixelTexture, Program } from './program.ts';
import { FRAGMENT, VERTEX } from './shaders.ts';

interface Resources {
  readonly program: Program;
  readonly frame: PixelTexture;
  readonly heat: PixelTexture;
  readonly colours: PixelTexture;
  /** What the textures hold now, so that only changes are uploaded. */
  shownFrame: Frame['bytes'] | null;
  shownGrid: HeatGrid | null;
  shownMap: ColourMapName | null;
}

function build(gl: WebGL2RenderingContext): Resources | null {
  const program = linkProgram(gl, VERTEX, FRAGMENT);
  if (program === null) return null;
  gl.useProgram(program.program);
  gl.bindVertexArray(gl.createVertexArray());
  gl.uniform1i(program.at('frameTexture'), 0);
  gl.uniform1i(program.at('heatTexture'), 1);
  gl.uniform1i(program.at('colourTexture'), 2);
  return {
    program, frame: createTexture(gl, 0), heat: createTexture(gl, 1), colours: createTexture(gl, 2), shownFrame: null, shownGrid: null, shownMap: null,
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

function render(gl: WebGL2RenderingContext, held: Resources, picture: Picture): void {
  const { frame, viewport, window } = picture;
  const { at } = held.program;
  const canvas = { width: gl.drawingBufferWidth, height: gl.drawingBufferHeight };
  gl.viewport(0, 0, canvas.width, canvas.height);
  if (held.shownFrame !== frame.bytes) held.frame.put(frame.width, frame.height, frame.channels === 3 ? 'rgb8' : 'r8', frame.bytes);
  held.shownFrame = frame.bytes;
  held.frame.filter(picture.smooth);
  gl.uniform2f(at('canvasSize'), canvas.width, canvas.height);
  gl.uniform2f(at('frameSize'), frame.width, frame.height);
  gl.uniform2f(at('centre'), viewport.centreX, viewport.centreY);
  gl.uniform1f(at('scale'), fitScale(frame, canvas) * viewport.zoom);
  gl.uniform1i(at('colour'), frame.channels === 3 ? 1 : 0);
  gl.uniform1i(at('invert'), picture.invert ? 1 : 0);
  gl.uniform2f(at('window'), window.level, window.width);
  putOverlay(gl, held, picture);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/** Null where WebGL2 cannot be had, or where a frame would not fit into a texture. */
export function createGlView(canvas: HTMLCanvasElement, frame: { readonly width: number; readonly height: number }): FrameView | null {
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance' });
  if (gl === null || Math.max(frame.width, frame.height) > Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))) return null;
  let held = build(gl);
  if (held === null) return null;
  let latest: Picture | null = null;
  const lost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    held = null;
  };
  const restored = (): void => {
    held = build(gl);
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
