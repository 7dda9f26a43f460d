/** Burnt-in text in a 5 x 7 dot font, as machines print it over the image. */

/** One hex byte a column, lowest bit on top. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '3e5149453e', '1': '00427f4000', '2': '4261514946', '3': '2141454b31', '4': '1814127f10', '5': '2745454539', '6': '3c4a494930', '7': '0171090503',
  '8': '3649494936', '9': '064949291e', A: '7e1111117e', B: '7f49494936', C: '3e41414122', D: '7f4141221c', E: '7f49494941', F: '7f09090901',
  G: '3e4149497a', H: '7f0808087f', I: '00417f4100', J: '2040413f01', K: '7f08142241', L: '7f40404040', M: '7f020c027f', N: '7f0408107f',
  O: '3e4141413e', P: '7f09090906', Q: '3e4151215e', R: '7f09192946', S: '4649494931', T: '01017f0101', U: '3f4040403f', V: '1f2040201f',
  W: '3f4038403f', X: '6314081463', Y: '0708700807', Z: '6151494543', '-': '0808080808', '.': '0060600000', ':': '0036360000', '/': '2010080402',
};

const COLUMNS = 5;
const ROWS = 7;
const LEVEL = 225;

/** Draws upper-case text with its upper left corner at (x, y); dots are `scale` pixels wide. Unknown letters leave a gap. */
export function drawText(frame: Uint8Array, width: number, text: string, x: number, y: number, scale: number): void {
  const height = frame.length / width;
  text.split('').forEach((letter, place) => {
    const glyph = GLYPHS[letter];
    if (glyph === undefined) return;
    for (let dot = 0; dot < COLUMNS * ROWS * scale * scale; dot++) {
      const column = dot % (COLUMNS * scale);
      const row = Math.floor(dot / (COLUMNS * scale));
      const bits = Number.parseInt(glyph.slice(2 * Math.floor(column / scale), 2 * Math.floor(column / scale) + 2), 16);
      const px = x + place * (COLUMNS + 1) * scale + column;
      const py = y + row;
      if (((bits >> Math.floor(row / scale)) & 1) === 1 && px >= 0 && py >= 0 && px < width && py < height) frame[py * width + px] = LEVEL;
    }
  });
}
