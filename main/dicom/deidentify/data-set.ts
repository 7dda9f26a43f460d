import type { DataSet, Element } from '../../media/dicom/elements.ts';
import { text } from '../../media/dicom/values.ts';
import { shortNode, textNode } from '../../media/dicom/write-elements.ts';
import type { DicomNode } from '../../media/dicom/write-elements.ts';
import { shiftDate } from './identity.ts';
import type { Identities, KeyPatient } from './identity.ts';
import { isPlain, keepList } from './keep-list.ts';
import type { PrivateElement } from './keep-list.ts';

/** What was done to a data set, for the preview: tags, never values. */
export interface DataSetChanges {
  /** "(0010,0010)" -> how often it was left out. */
  readonly removed: ReadonlyMap<string, number>;
  readonly replaced: readonly string[];
  readonly datesMoved: number;
  readonly privateRemoved: number;
}

export interface CleanDataSet {
  readonly nodes: readonly DicomNode[];
  readonly changes: DataSetChanges;
}

const longestValue = 64 * 1024;
const textual = new Set(['CS', 'LO', 'UI', 'TM', 'IS', 'DS', 'DA', 'DT']);
const peopleTags = new Set(['PN']);

export function tagName(tag: number): string {
  const hex = tag.toString(16).padStart(8, '0').toUpperCase();
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** Words of three letters or more that name people in this data set: no kept text may hold one of them. */
export function identifyingWords(set: DataSet): Set<string> {
  const words = new Set<string>();
  for (const element of set.elements.values()) {
    for (const item of element.items ?? []) for (const word of identifyingWords(item)) words.add(word);
    const names = peopleTags.has(element.vr) || element.tag === 0x0010_0010 || element.tag === 0x0010_0020 || element.tag === 0x0008_0090 || element.tag === 0x0010_1000 || element.tag === 0x0008_0050;
    if (!names || element.length > longestValue) continue;
    for (const word of text(set, element.tag, (bytes) => bytes.toString('utf8')).split(/[^\p{L}\p{N}]+/u)) if (word.length >= 3) words.add(word.toLowerCase());
  }
  return words;
}

class Cleaner {
  readonly #identities: Identities;
  readonly #patient: KeyPatient;
  readonly #words: ReadonlySet<string>;
  readonly #keepPrivate: readonly PrivateElement[];
  readonly removed = new Map<string, number>();
  readonly replaced = new Set<string>();
  datesMoved = 0;
  privateRemoved = 0;

  constructor(identities: Identities, patient: KeyPatient, words: ReadonlySet<string>, keepPrivate: readonly PrivateElement[]) {
    this.#identities = identities;
    this.#patient = patient;
    this.#words = words;
    this.#keepPrivate = keepPrivate;
  }

  set(set: DataSet): DicomNode[] {
    return [...set.elements.values()].flatMap((element) => this.#element(set, element));
  }

  #element(set: DataSet, element: Element): DicomNode[] {
    const group = Math.floor(element.tag / 0x1_0000);
    // Pixels are decoded, cleaned and written anew, with the module that describes them.
    if (group === 0x7fe0 || (group === 0x0028 && !keepList.has(element.tag)) || element.tag % 0x1_0000 === 0) return [];
    if (group % 2 === 1) return this.#private(set, element, group);
    const rule = keepList.get(element.tag);
    if (rule === undefined) return this.#drop(element);
    if (rule.treatment === 'sequence') return element.items === null ? this.#drop(element) : [{ tag: element.tag, vr: 'SQ', value: { items: element.items.map((item) => this.set(item)) } }];
    if (element.length > longestValue || element.items !== null || element.fragments !== null) return this.#drop(element);
    if (!textual.has(rule.vr)) return [{ tag: element.tag, vr: rule.vr, value: numbers(set, element, rule.vr) }];
    const value = text(set, element.tag);
    switch (rule.treatment) {
      case 'uid':
        this.replaced.add(tagName(element.tag));
        return [textNode(element.tag, 'UI', this.#identities.uid(value))];
      case 'date':
        this.datesMoved += 1;
        return [textNode(element.tag, 'DA', shiftDate(value, this.#patient.shiftDays))];
      case 'date and time': {
        this.datesMoved += 1;
        const time = value.slice(8);
        const date = shiftDate(value.slice(0, 8), this.#patient.shiftDays);
        return date === '' ? this.#drop(element) : [textNode(element.tag, 'DT', date + (isPlain('TM', time) ? time : ''))];
      }
      case 'keep':
        return isPlain(rule.vr, value) && !this.#names(value) ? [textNode(element.tag, rule.vr, value)] : this.#drop(element);
    }
  }

  #names(value: string): boolean {
    const plain = value.toLowerCase();
    return [...this.#words].some((word) => plain.includes(word));
  }

  #drop(element: Element): [] {
    this.removed.set(tagName(element.tag), (this.removed.get(tagName(element.tag)) ?? 0) + 1);
    return [];
  }

  #private(set: DataSet, element: Element, group: number): DicomNode[] {
    const low = element.tag % 0x1_0000;
    const block = low >> 8;
    const creatorTag = group * 0x1_0000 + (block === 0 ? low : block);
    const creator = text(set, creatorTag);
    const listed = this.#keepPrivate.some((one) => one.group === group && one.creator === creator && (block === 0 || one.element === (low & 0xff)));
    if (!listed || element.items !== null || element.fragments !== null || element.length > longestValue || (element.vr === '' && block > 0)) {
      this.privateRemoved += 1;
      return [];
    }
    return [{ tag: element.tag, vr: block === 0 ? 'LO' : element.vr, value: numbers(set, element, element.vr) }];
  }
}

/** The value's bytes in little endian. */
function numbers(set: DataSet, element: Element, vr: string): Buffer {
  const bytes = Buffer.from(set.source.read(element.offset, element.length));
  if (!set.encoding.bigEndian) return bytes;
  const width = ['US', 'SS', 'OW', 'AT'].includes(vr) ? 2 : ['UL', 'SL', 'FL', 'OF', 'OL'].includes(vr) ? 4 : ['FD', 'OD', 'SV', 'UV', 'OV'].includes(vr) ? 8 : 1;
  if (width === 1 || bytes.length % width !== 0) return bytes;
  return width === 2 ? bytes.swap16() : width === 4 ? bytes.swap32() : bytes.swap64();
}

/** De-identification Method Code Sequence (0012,0064): the profile and its options (PS3.16 CID 7050). */
const methods = [
  ['113100', 'Basic Application Confidentiality Profile'],
  ['113101', 'Clean Pixel Data Option'],
  ['113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
] as const;

/** The data set without its pixel module, cleaned by the Basic Profile with moved dates; what a copy must have is added. */
export function cleanDataSet(set: DataSet, identities: Identities, patient: KeyPatient, keepPrivate: readonly PrivateElement[] = []): CleanDataSet {
  const cleaner = new Cleaner(identities, patient, identifyingWords(set), keepPrivate);
  const kept = cleaner.set(set);
  const present = new Set(kept.map(({ tag }) => tag));
  // Type 2 attributes must be there, empty.
  const empty: readonly [number, string][] = [
    [0x0008_0020, 'DA'], [0x0008_0030, 'TM'], [0x0008_0050, 'SH'], [0x0008_0090, 'PN'], [0x0010_0030, 'DA'], [0x0010_0040, 'CS'], [0x0020_0010, 'SH'], [0x0020_0011, 'IS'], [0x0020_0013, 'IS'],
  ];
  const nodes: DicomNode[] = [
    ...kept,
    ...empty.filter(([tag]) => !present.has(tag)).map(([tag, vr]) => textNode(tag, vr, '')),
    textNode(0x0010_0010, 'PN', patient.pseudonym), textNode(0x0010_0020, 'LO', patient.pseudonym),
    textNode(0x0012_0062, 'CS', 'YES'), textNode(0x0012_0063, 'LO', 'Pleura: PS3.15 E Basic Profile by list of kept elements'),
    { tag: 0x0012_0064, vr: 'SQ', value: { items: methods.map(([code, meaning]) => [textNode(0x0008_0100, 'SH', code), textNode(0x0008_0102, 'SH', 'DCM'), textNode(0x0008_0104, 'LO', meaning)]) } },
    textNode(0x0028_0301, 'CS', 'NO'), textNode(0x0028_0303, 'CS', 'MODIFIED'),
  ];
  const { removed, replaced, datesMoved, privateRemoved } = cleaner;
  return { nodes, changes: { removed, replaced: [...replaced], datesMoved, privateRemoved } };
}

/** The Image Pixel module of the cleaned pictures: 8 bits, gray or RGB by pixel. */
export function pixelModule(size: { readonly width: number; readonly height: number; readonly channels: 1 | 3 }, frames: number): DicomNode[] {
  return [
    shortNode(0x0028_0002, size.channels), textNode(0x0028_0004, 'CS', size.channels === 1 ? 'MONOCHROME2' : 'RGB'), ...(size.channels === 3 ? [shortNode(0x0028_0006, 0)] : []),
    ...(frames > 1 ? [textNode(0x0028_0008, 'IS', String(frames))] : []), shortNode(0x0028_0010, size.height), shortNode(0x0028_0011, size.width),
    shortNode(0x0028_0100, 8), shortNode(0x0028_0101, 8), shortNode(0x0028_0102, 7), shortNode(0x0028_0103, 0),
  ];
}
