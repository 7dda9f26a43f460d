/** What is typed about an archive, what is wrong with it, and the request that follows. */
import type { RequestInput } from '../../preload/contract.ts';
import type { ArchiveNode, NodeId } from '../../preload/archive.ts';
import { isAeTitle, portProblem } from '../archive/archive-words.ts';

export interface NodeForm {
  readonly kind: 'dimse' | 'web';
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: string;
  readonly retrieve: 'get' | 'move';
  readonly tls: boolean;
  readonly worklist: boolean;
  readonly url: string;
  readonly user: string;
  /** Null while untouched. */
  readonly password: string | null;
}

const blank: NodeForm = { kind: 'dimse', name: '', aeTitle: '', host: '', port: '104', retrieve: 'get', tls: false, worklist: false, url: '', user: '', password: null };

export function beginNode(node: ArchiveNode | null): NodeForm {
  if (node === null) return blank;
  const { name, worklist, address } = node;
  if (address.kind === 'web') return { ...blank, kind: 'web', name, url: address.url, user: address.user };
  const { host, port, aeTitle, retrieve, tls } = address;
  return { ...blank, name, worklist, host, port: String(port), aeTitle, retrieve, tls };
}

/** By field; empty when all is well. */
export function nodeProblems({ kind, name, aeTitle, host, port, url }: NodeForm): Partial<Record<keyof NodeForm, string>> {
  const nameless = name.trim() === '' ? { name: 'Enter a name.' } : {};
  if (kind === 'web') return { ...nameless, ...(/^https?:\/\/[^\s/]+/.test(url.trim()) && URL.canParse(url.trim()) ? {} : { url: 'Enter an address that begins with https:// or http://.' }) };
  const wrongPort = portProblem(port);
  return {
    ...nameless,
    ...(isAeTitle(aeTitle) ? {} : { aeTitle: 'Enter at most 16 letters, digits and signs.' }),
    ...(/^[a-zA-Z0-9._:-]+$/.test(host.trim()) ? {} : { host: 'Enter a name or an address.' }),
    ...(wrongPort === null ? {} : { port: wrongPort }),
  };
}

/** Of a form without problems. */
export function nodeRequest(nodeId: NodeId | null, form: NodeForm): RequestInput<'archive.saveNode'> {
  const { kind, name, aeTitle, host, port, retrieve, tls, worklist, url, user, password } = form;
  const address = kind === 'web' ? { kind, url: url.trim(), user: user.trim() } : { kind, host: host.trim(), port: Number(port), aeTitle: aeTitle.trim(), retrieve, tls };
  return { nodeId, name: name.trim(), address, worklist: kind === 'dimse' && worklist, password: kind === 'web' ? password : null };
}
