/** The archives and worklists that may be asked: nothing else is ever contacted. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { asAppError, request } from '../api.ts';
import { addressWords } from '../archive/archive-words.ts';
import type { ArchiveNode } from '../../preload/archive.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { NodeDialog } from './NodeDialog.tsx';

interface NodeRowProps {
  readonly node: ArchiveNode;
  readonly onEdit: () => void;
  readonly onRemoved: () => void;
}

type Test = { readonly state: 'none' | 'asking' } | { readonly state: 'ok'; readonly ms: number } | { readonly state: 'failed'; readonly words: string };

function NodeRow({ node, onEdit, onRemoved }: NodeRowProps) {
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const [test, setTest] = useState<Test>({ state: 'none' });
  const ask = async () => {
    setTest({ state: 'asking' });
    try {
      const { ms } = await request('archive.test', { nodeId: node.id });
      setTest({ state: 'ok', ms });
      announce(`${node.name} answers.`);
    } catch (thrown) {
      const { message, hint } = asAppError(thrown);
      setTest({ state: 'failed', words: `${message} ${hint}` });
    }
  };
  const remove = async () => {
    if ((await attempt(() => request('archive.removeNode', { nodeId: node.id }).then(() => true))) !== null) onRemoved();
  };
  return (
    <Box component="li" sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) max-content', columnGap: 4, rowGap: 1, alignItems: 'center', py: 2, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ fontWeight: 600 }}>{node.name}</Box>
        <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{addressWords(node)}{node.worklist ? ', worklist' : ''}</Box>
      </Box>
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button size="small" variant="outlined" color="inherit" disabled={test.state === 'asking'} aria-label={test.state === 'asking' ? `Asking… ${node.name}` : `Test connection to ${node.name}`} onClick={() => void ask()}>{test.state === 'asking' ? 'Asking…' : 'Test connection'}</Button>
        <Button size="small" color="inherit" aria-label={`Change ${node.name}`} onClick={onEdit}>Change</Button>
        <Button size="small" color="inherit" aria-label={`Remove ${node.name}`} onClick={() => void remove()}>Remove</Button>
      </Box>
      {test.state === 'ok' && <Box role="status" sx={{ gridColumn: '1 / -1', color: 'primary.main' }}>✓ It answers and knows us ({Math.round(test.ms)} ms).</Box>}
      {test.state === 'failed' && <Box role="alert" sx={{ gridColumn: '1 / -1', color: 'error.main' }}>{test.words}</Box>}
    </Box>
  );
}

interface ArchiveNodesProps {
  readonly nodes: readonly ArchiveNode[];
  readonly passwordsLast: boolean;
  readonly onChanged: () => void;
}

export function ArchiveNodes({ nodes, passwordsLast, onChanged }: ArchiveNodesProps) {
  const [editing, setEditing] = useState<ArchiveNode | 'new' | null>(null);
  return (
    <>
      {nodes.length === 0
        ? <Box sx={{ color: 'text.secondary', maxWidth: 560 }}>None yet. Add your PACS, an Orthanc or a worklist: studies are fetched from it, and signed results are sent back to it. Only what stands here is ever contacted.</Box>
        : <Box component="ul" aria-label="Archives" sx={{ m: 0, p: 0, listStyle: 'none', width: 1 }}>{nodes.map((node) => <NodeRow key={node.id} node={node} onEdit={() => setEditing(node)} onRemoved={onChanged} />)}</Box>}
      <Button variant="outlined" color="inherit" onClick={() => setEditing('new')}>Add an archive</Button>
      {editing !== null && (
        <NodeDialog
          passwordsLast={passwordsLast}
          node={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}
