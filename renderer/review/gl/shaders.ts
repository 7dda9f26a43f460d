/** The frame shader, run once a frame pixel: window/level, inversion and the Grad-CAM overlay. Scaling to the canvas comes after it. */

export const VERTEX = `#version 300 es
// One triangle that covers the target.
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
uniform bool colour;
uniform bool invert;
uniform vec2 window;              // level, width, 0..255
uniform int heat;                 // 0 none, 1 convex sector, 2 rectangular sector
uniform vec4 sectorA;             // convex: apex x, apex y, left angle, right angle; rect: x, y, width, height
uniform vec2 sectorB;             // convex: inner radius, outer radius
uniform vec2 blend;               // opacity, threshold

out vec4 pixel;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec3 gray = texelFetch(frameTexture, at, 0).rgb;
  if (!colour) gray = gray.rrr;
  gray = clamp((gray * 255.0 - window.x) / window.y + 0.5, 0.0, 1.0);
  if (invert) gray = 1.0 - gray;
  if (heat != 0) {
    vec2 point = vec2(at);
    vec2 uv;
    vec2 extent;                  // frame pixels across u and v
    if (heat == 1) {
      vec2 fromApex = point - sectorA.xy;
      float radius = length(fromApex);
      uv = vec2((atan(fromApex.x, fromApex.y) - sectorA.z) / (sectorA.w - sectorA.z), (radius - sectorB.x) / (sectorB.y - sectorB.x));
      extent = vec2((sectorA.w - sectorA.z) * radius, sectorB.y - sectorB.x);
    } else {
      uv = (point - sectorA.xy) / sectorA.zw;
      extent = sectorA.zw;
    }
    vec2 inside = min(uv, 1.0 - uv) * extent;
    float edge = clamp(min(inside.x, inside.y), 0.0, 1.0);
    if (edge > 0.0) {
      float evidence = textureLod(heatTexture, uv, 0.0).r;
      // Soft edges, one pixel inside the sector and 0.03 above the threshold, so that no border is jagged; nothing outside or below.
      float share = edge * blend.x * clamp((evidence - blend.y) / 0.03, 0.0, 1.0);
      if (share > 0.0) gray = mix(gray, textureLod(colourTexture, vec2((evidence * 255.0 + 0.5) / 256.0, 0.5), 0.0).rgb, share);
    }
  }
  pixel = vec4(gray, 1.0);
}`;
