/** The frame shader: window/level, inversion and the Grad-CAM overlay, per canvas pixel. */

export const VERTEX = `#version 300 es
// One triangle that covers the canvas.
void main() {
  vec2 corner = vec2(float((gl_VertexID & 1) << 2), float((gl_VertexID & 2) << 1));
  gl_Position = vec4(corner - 1.0, 0.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;

uniform sampler2D frameTexture;   // R8 or RGB8
uniform sampler2D heatTexture;    // R16F, 0..1 of the clip's maximum, rows: depth, columns: angle
uniform sampler2D colourTexture;  // 256 x 1
uniform vec2 canvasSize;          // device pixels
uniform vec2 frameSize;           // frame pixels
uniform vec2 centre;              // frame point at the canvas's middle, pixel centres at integers
uniform float scale;              // canvas pixels a frame pixel
uniform bool colour;
uniform bool invert;
uniform vec2 window;              // level, width, 0..255
uniform int heat;                 // 0 none, 1 convex sector, 2 rectangular sector
uniform vec4 sectorA;             // convex: apex x, apex y, left angle, right angle; rect: x, y, width, height
uniform vec2 sectorB;             // convex: inner radius, outer radius
uniform vec2 blend;               // opacity, threshold

out vec4 pixel;

void main() {
  vec2 canvasPoint = vec2(gl_FragCoord.x, canvasSize.y - gl_FragCoord.y);
  vec2 point = centre + (canvasPoint - canvasSize * 0.5) / scale;
  vec2 place = (point + 0.5) / frameSize;
  if (any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, vec2(1.0)))) {
    pixel = vec4(0.0, 0.0, 0.0, 1.0);
    return;
  }
  vec3 gray = texture(frameTexture, place).rgb;
  if (!colour) gray = gray.rrr;
  gray = clamp((gray * 255.0 - window.x) / window.y + 0.5, 0.0, 1.0);
  if (invert) gray = 1.0 - gray;
  if (heat != 0) {
    vec2 uv;
    if (heat == 1) {
      vec2 fromApex = point - sectorA.xy;
      uv = vec2((atan(fromApex.x, fromApex.y) - sectorA.z) / (sectorA.w - sectorA.z), (length(fromApex) - sectorB.x) / (sectorB.y - sectorB.x));
    } else {
      uv = (point - sectorA.xy) / sectorA.zw;
    }
    if (all(greaterThanEqual(uv, vec2(0.0))) && all(lessThanEqual(uv, vec2(1.0)))) {
      float evidence = texture(heatTexture, uv).r;
      vec3 tint = texture(colourTexture, vec2((evidence * 255.0 + 0.5) / 256.0, 0.5)).rgb;
      // A soft edge of 0.03 above the threshold, so that the border is not jagged; none of it below.
      float share = blend.x * clamp((evidence - blend.y) / 0.03, 0.0, 1.0);
      gray = mix(gray, tint, share);
    }
  }
  pixel = vec4(gray, 1.0);
}`;
