import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseInline, parseMarkdown } from './markdown.ts';
import type { Block, Inline } from './markdown.ts';

const plain = (content: readonly Inline[]) => content.map(({ text }) => text).join('');

test('a model card’s blocks', () => {
  const blocks = parseMarkdown('# Card\n\nTwo lines\nof text.\n\n- one\n- two\n  goes on\n\n1. first\n2. second\n\n```\na | b\n```\n\n---\n');
  assert.deepEqual(blocks.map(({ kind }) => kind), ['heading', 'paragraph', 'list', 'list', 'code', 'rule']);
  const [, paragraph, list, ordered, code] = blocks;
  assert.ok(paragraph?.kind === 'paragraph' && plain(paragraph.content) === 'Two lines of text.');
  assert.ok(list?.kind === 'list' && !list.ordered);
  assert.deepEqual(list.items.map(plain), ['one', 'two goes on']);
  assert.ok(ordered?.kind === 'list' && ordered.ordered && ordered.items.length === 2);
  assert.ok(code?.kind === 'code' && code.text === 'a | b');
});

test('tables keep alignment and fill missing cells', () => {
  const [table] = parseMarkdown('| Metric | Value |\n| --- | ---: |\n| AUC | **0.87** |\n| n |\n\nafter');
  assert.ok(table?.kind === 'table');
  assert.deepEqual(table.align, ['left', 'right']);
  assert.deepEqual(table.rows.map((row) => row.map(plain)), [['AUC', '0.87'], ['n', '']]);
});

test('inline runs', () => {
  assert.deepEqual(parseInline('a **b** `c*d*` *e* [f](https://x.org)'), [
    { kind: 'text', text: 'a ' }, { kind: 'strong', text: 'b' }, { kind: 'text', text: ' ' }, { kind: 'code', text: 'c*d*' },
    { kind: 'text', text: ' ' }, { kind: 'emphasis', text: 'e' }, { kind: 'text', text: ' ' }, { kind: 'text', text: 'f (https://x.org)' },
  ]);
  assert.deepEqual(parseInline('2 * 3 * 4'), [{ kind: 'text', text: '2 * 3 * 4' }]);
});

test('HTML stays text', () => {
  const [block] = parseMarkdown('<script>alert(1)</script>');
  assert.ok(block?.kind === 'paragraph');
  assert.deepEqual(block.content, [{ kind: 'text', text: '<script>alert(1)</script>' }]);
});

function words(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph': return plain(block.content);
    case 'list': return block.items.map(plain).join(' ');
    case 'table': return [block.header, ...block.rows].flat().map(plain).join(' ');
    case 'code': return block.text;
    case 'rule': return '';
  }
}

test('any text is read, and words are not lost', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '#', '*', '-', '|', '`', '1', '.', ':', '_', '[', ']', '(', ')') }), (source) => {
    const letters = (text: string) => text.split('b').length - 1;
    const inCodeInfo = /(?:```|~~~)/.test(source);
    const shown = parseMarkdown(source).reduce((sum, block) => sum + letters(words(block)), 0);
    // Table rows with more cells than the header, and text after a fence, are the only letters left out.
    return shown <= letters(source) && (shown === letters(source) || source.includes('|') || inCodeInfo);
  }), { numRuns: 500 });
});
