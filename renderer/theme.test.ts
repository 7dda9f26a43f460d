import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixColours } from './findings/finding.ts';
import { schemes } from './theme.ts';

function luminance(hex: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** WCAG 2 contrast ratio of two #RRGGBB colours. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

for (const mode of ['dark', 'light'] as const) {
  const { surface, finding, text, accent, onAccent, error, warning } = schemes[mode];
  const grounds = [surface.page, surface.panel, surface.raised];

  test(`${mode}: text and finding colours have 4.5:1 on every ground`, () => {
    const amberToRed = [0, 0.25, 0.5, 0.75, 1].map((share) => mixColours(finding.isLow, finding.isHigh, share));
    for (const colour of [text.primary, text.secondary, accent, error, warning, ...Object.values(finding), ...amberToRed]) {
      for (const ground of grounds) assert.ok(contrast(colour, ground) >= 4.5, `${colour} on ${ground}: ${contrast(colour, ground).toFixed(2)}`);
    }
    assert.ok(contrast(onAccent, accent) >= 4.5);
  });

  test(`${mode}: edges of controls have 3:1 on every ground`, () => {
    for (const ground of grounds) assert.ok(contrast(surface.edge, ground) >= 3, `${ground}: ${contrast(surface.edge, ground).toFixed(2)}`);
  });
}

test('the contrast measure is right at its ends', () => {
  assert.equal(contrast('#000000', '#FFFFFF'), 21);
  assert.equal(contrast('#35C2B0', '#35C2B0'), 1);
});
