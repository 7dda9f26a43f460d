/** Small WebGL2 helpers: a linked program and its uniforms, textures of the kinds the frame view needs. */

export interface Program {
  readonly program: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

/** Compiles and links; null where the driver refuses or the context is lost. */
export function linkProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program | null {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) return null;
  const places = new Map<string, WebGLUniformLocation | null>();
  const at = (name: string): WebGLUniformLocation | null => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const place = gl.getUniformLocation(program, name);
    places.set(name, place);
    return place;
  };
  return { program, at };
}

/** A texture on `unit` whose storage follows the size and kind of what is put into it. */
export interface PixelTexture {
  put(width: number, height: number, format: 'r8' | 'rgb8' | 'rgba8' | 'r16f', pixels: Uint8Array | Float32Array): void;
}

/** A texture to draw into. */
export interface DrawTarget {
  readonly framebuffer: WebGLFramebuffer;
  readonly width: number;
  readonly height: number;
}

/** Null where the driver refuses the size. */
export function createTarget(gl: WebGL2RenderingContext, unit: number, width: number, height: number): DrawTarget | null {
  gl.activeTexture(gl.TEXTURE0 + unit);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE ? { framebuffer, width, height } : null;
}

export function createTexture(gl: WebGL2RenderingContext, unit: number): PixelTexture {
  const formats = {
    r8: [gl.R8, gl.RED, gl.UNSIGNED_BYTE],
    rgb8: [gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE],
    rgba8: [gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE],
    r16f: [gl.R16F, gl.RED, gl.FLOAT],
  } as const;
  const texture = gl.createTexture();
  const bind = (): void => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
  };
  let shape = '';
  bind();
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  return {
    put(width, height, format, pixels) {
      const [internal, external, type] = formats[format];
      bind();
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      const wanted = `${format} ${width} ${height}`;
      if (shape === wanted) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, external, type, pixels);
      else gl.texImage2D(gl.TEXTURE_2D, 0, internal, width, height, 0, external, type, pixels);
      shape = wanted;
    },
  };
}
