/** Draws parsed Markdown. Text becomes text nodes only. */
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { parseMarkdown } from './markdown.ts';
import type { Block, Inline } from './markdown.ts';

function Runs({ content }: { readonly content: readonly Inline[] }) {
  return content.map((run, index) => {
    switch (run.kind) {
      case 'text': return run.text;
      case 'strong': return <strong key={index}>{run.text}</strong>;
      case 'emphasis': return <em key={index}>{run.text}</em>;
      case 'code': return <code key={index}>{run.text}</code>;
    }
  });
}

function Table({ block }: { readonly block: Extract<Block, { kind: 'table' }> }) {
  return (
    <Box role="region" aria-label="Table" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <table>
        <thead>
          <tr>{block.header.map((cell, index) => <Box component="th" key={index} scope="col" sx={{ textAlign: block.align[index] }}><Runs content={cell} /></Box>)}</tr>
        </thead>
        <tbody>
          {block.rows.map((row, line) => (
            <tr key={line}>{row.map((cell, index) => <Box component="td" key={index} sx={{ textAlign: block.align[index] }}><Runs content={cell} /></Box>)}</tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

function OneBlock({ block, below }: { readonly block: Block; readonly below: number }) {
  switch (block.kind) {
    case 'heading': return <Box component={headingTag(block.level + below)}><Runs content={block.content} /></Box>;
    case 'paragraph': return <p><Runs content={block.content} /></p>;
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}><Runs content={item} /></li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table': return <Table block={block} />;
    case 'code': return <pre>{block.text}</pre>;
    case 'rule': return <hr />;
  }
}

function headingTag(level: number): 'h2' | 'h3' | 'h4' | 'h5' | 'h6' {
  return (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[Math.min(6, level) - 2] ?? 'h6';
}

const prose = {
  maxWidth: 760, lineHeight: 1.6, overflowWrap: 'anywhere',
  '& p, & ul, & ol, & pre': { mt: 0, mb: 3 },
  '& ul, & ol': { pl: 5 },
  '& h2, & h3, & h4, & h5, & h6': { fontSize: '0.875rem', fontWeight: 650, mt: 5, mb: 1.5 },
  '& > :first-of-type': { mt: 0 },
  '& code, & pre': { fontFamily: 'ui-monospace, monospace', fontSize: '0.75rem', bgcolor: 'surface.raised', borderRadius: 1, px: 1 },
  '& pre': { p: 2, overflowX: 'auto', whiteSpace: 'pre-wrap' },
  '& table': { borderCollapse: 'collapse', mb: 3 },
  '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1, pl: 0, pr: 5, textAlign: 'left', verticalAlign: 'top' },
  '& th': { color: 'text.secondary', fontWeight: 500, fontSize: '0.75rem' },
  '& hr': { border: 0, borderTop: 1, borderColor: 'divider', my: 4 },
} as const;

/** `below`: how many heading levels the document sinks, so that the page keeps one h1. */
export function Markdown({ source, below }: { readonly source: string; readonly below: number }) {
  const blocks = useMemo(() => parseMarkdown(source), [source]);
  return <Box sx={prose}>{blocks.map((block, index) => <OneBlock key={index} block={block} below={below} />)}</Box>;
}
