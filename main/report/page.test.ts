import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell, cssText, html } from './escape.ts';
import { reportContent } from './content.ts';
import { reportPage } from './page.ts';
import { filled, signed, testFacts } from './test-report.ts';

const nonce = 'n0nce';
const base = { amending: null, history: [], size: 'A4', imageAddress: (sha256: string) => `/report/images/${sha256}.png` } as const;

test('a draft says so; a signed version says by whom and when', () => {
  const content = reportContent(filled({ state: 'normal', bLines: '0' }), testFacts());
  const draft = reportPage({ ...base, content, version: null }, nonce);
  assert.match(draft, /class="watermark"/);
  assert.match(draft, /DRAFT, not signed/);
  const version = signed(filled({ state: 'normal', bLines: '0' }), testFacts(), 2);
  const page = reportPage({ ...base, content: version.content, version, history: [signed(filled({}), testFacts()), version] }, nonce);
  assert.doesNotMatch(page, /watermark" aria/);
  for (const words of [/Signed, amended, version 2/, /Signed by JD/, /amends version 1\. L2 was R2/, /LUS score 0 of 24/, /not a diagnosis/, /Test hospital/]) assert.match(page, words);
});

test('an incomplete exam shows no total', () => {
  const content = reportContent(filled({ state: 'normal', bLines: '0' }, { L4: { state: 'not-examined' } }), testFacts());
  const page = reportPage({ ...base, content, version: null }, nonce);
  assert.match(page, /7 of 8 zones scored: no total\./);
  assert.doesNotMatch(page, /of 24/);
});

test('what a person typed stays text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
    const evil = `${typed}"></style><script>alert(1)</script><img src=x onerror=y>`;
    const entries = { ...filled({ note: evil }), indication: evil, conclusion: evil, technicalLimits: evil };
    const facts = testFacts({ institution: evil });
    const content = reportContent(entries, { ...facts, exam: { ...facts.exam, pseudonym: evil } });
    const page = reportPage({ ...base, content, version: null }, nonce);
    assert.doesNotMatch(page, /<script|<img/i);
    assert.equal(page.match(/<\/style>/g)?.length, 1);
  }), { numRuns: 30 });
});

test('the window’s title names nobody', () => {
  const content = reportContent(filled({}), testFacts());
  assert.match(reportPage({ ...base, content, version: null }, nonce), /<title>Lung ultrasound report<\/title>/);
});

test('escapes', () => {
  assert.equal(html(`<a b="c">'&`), '&lt;a b=&quot;c&quot;&gt;&#39;&amp;');
  assert.equal(cssText('P-1 "x"</style>'), 'P-1 \\22 x\\22 \\3c \\2f style\\3e ');
  assert.equal(csvCell('=1+1'), "'=1+1");
  assert.equal(csvCell('a,"b"\n'), '"a,""b""\n"');
  assert.equal(csvCell(null), '');
  assert.equal(csvCell(-3), '-3');
});
