/** The `dicom` command's arguments. */
import { parseArgs } from 'node:util';
import type { NodeAddress, StudyQuery } from '../../../preload/archive.ts';
import { isAeTitle } from '../../dicom/network/identity.ts';
import { receiverDefaults } from '../../dicom/network/receiver-settings.ts';
import type { ReceiverSettings } from '../../dicom/network/receiver-settings.ts';
import type { TaskNode } from '../../dicom/network/tasks.ts';

export const usage = `Usage: npm run -s dicom -- COMMAND [--json FILE|-]
  echo     --to NODE                                  is it there, and does it know us?
  send     --to NODE [--commit] FILES|FOLDERS         C-STORE or STOW-RS, as the files are; --commit asks the archive to confirm that it keeps them
  find     --to NODE [QUERY]                          ultrasound studies of an archive
  worklist --to NODE [QUERY]                          scheduled ultrasound examinations
  retrieve --to NODE --study UID --out DIR [--move]   C-GET, C-MOVE to a receiver named --as, or WADO-RS
  receive  --out DIR [--port 11112] [--ae PLEURA] [--allow AE]... [--allow-any] [--bind 127.0.0.1] [--max-mb N] [--keep-free-mb N]
  write    --report FILE.json --out DIR [--facts FILE.json] [--images DIR] [--pdf FILE.pdf]
NODE   AE@HOST:PORT, or the http(s) address of a DICOMweb service
QUERY  [--name TEXT] [--id TEXT] [--accession TEXT] [--date YYYY-MM-DD[..YYYY-MM-DD]]
Also   [--as AE] our own AE title (PLEURA), [--tls], [--user NAME] with the password in PLEURA_DICOM_PASSWORD
Exit   0 all is well, 2 some objects were not taken, 1 nothing was done
`;

export const commandNames = ['echo', 'send', 'find', 'worklist', 'retrieve', 'receive', 'write'] as const;
export type CommandName = (typeof commandNames)[number];

export interface Wishes {
  readonly command: CommandName;
  readonly json: string | null;
  readonly node: TaskNode | null;
  readonly query: StudyQuery;
  readonly study: string;
  readonly out: string | null;
  readonly commit: boolean;
  readonly files: readonly string[];
  readonly receiver: ReceiverSettings;
  readonly report: string | null;
  readonly facts: string | null;
  readonly images: string | null;
  readonly pdf: string | null;
}

const options = {
  to: { type: 'string' }, json: { type: 'string' }, as: { type: 'string', default: 'PLEURA' }, tls: { type: 'boolean', default: false }, move: { type: 'boolean', default: false },
  user: { type: 'string', default: '' }, commit: { type: 'boolean', default: false }, name: { type: 'string', default: '' }, id: { type: 'string', default: '' }, accession: { type: 'string', default: '' },
  date: { type: 'string', default: '' }, study: { type: 'string', default: '' }, out: { type: 'string' }, port: { type: 'string', default: String(receiverDefaults.port) }, ae: { type: 'string', default: receiverDefaults.aeTitle },
  allow: { type: 'string', multiple: true }, 'allow-any': { type: 'boolean', default: false }, bind: { type: 'string', default: receiverDefaults.bind },
  'max-mb': { type: 'string' }, 'keep-free-mb': { type: 'string' }, report: { type: 'string' }, facts: { type: 'string' }, images: { type: 'string' }, pdf: { type: 'string' },
} as const;

const datePattern = /^(\d{4}-\d{2}-\d{2})?(?:(\.\.)(\d{4}-\d{2}-\d{2})?)?$/;

/** Null where it is neither AE@HOST:PORT nor an http(s) address. */
export function addressOf(text: string, { tls, move, user }: { readonly tls: boolean; readonly move: boolean; readonly user: string }): NodeAddress | null {
  if (/^https?:\/\//.test(text)) return URL.canParse(text) ? { kind: 'web', url: text, user, hasPassword: user !== '' } : null;
  const found = /^(.+)@([^@:]+|\[[0-9a-f:]+\]):(\d{1,5})$/i.exec(text);
  const [, aeTitle = '', host = '', port = ''] = found ?? [];
  if (!isAeTitle(aeTitle) || Number(port) < 1 || Number(port) > 65_535) return null;
  return { kind: 'dimse', aeTitle, host: host.replace(/^\[|\]$/g, ''), port: Number(port), retrieve: move ? 'move' : 'get', tls };
}

function bytesOf(megabytes: string | undefined, otherwise: number): number {
  return megabytes === undefined ? otherwise : Number(megabytes) * 1024 ** 2;
}

/** Null where they make no sense: then the usage is shown. */
export function readWishes(args: readonly string[], password: string): Wishes | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const command = commandNames.find((name) => name === positionals[0]);
    const dates = datePattern.exec(values.date);
    const address = values.to === undefined ? null : addressOf(values.to, values);
    if (command === undefined || dates === null || (values.to !== undefined && address === null) || !isAeTitle(values.as) || !isAeTitle(values.ae)) return null;
    const receiver: ReceiverSettings = {
      ...receiverDefaults, aeTitle: values.ae, port: Number(values.port), bind: values.bind, callers: values['allow-any'] ? 'any' : (values.allow ?? []),
      maxObjectBytes: bytesOf(values['max-mb'], receiverDefaults.maxObjectBytes), keepFreeBytes: bytesOf(values['keep-free-mb'], receiverDefaults.keepFreeBytes),
    };
    if (![receiver.port, receiver.maxObjectBytes, receiver.keepFreeBytes].every((value) => Number.isInteger(value) && value >= 0)) return null;
    const [, from = '', range, to = ''] = dates;
    return {
      command, json: values.json ?? null, node: address === null ? null : { address, password, calling: values.as },
      query: { patientName: values.name, patientId: values.id, accessionNumber: values.accession, from, to: range === undefined ? from : to },
      study: values.study, out: values.out ?? null, commit: values.commit, files: positionals.slice(1), receiver,
      report: values.report ?? null, facts: values.facts ?? null, images: values.images ?? null, pdf: values.pdf ?? null,
    };
  } catch {
    return null;
  }
}
