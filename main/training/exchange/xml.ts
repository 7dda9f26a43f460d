/** The little of XML that annotation files need, over fast-xml-parser: elements in order of name, attributes and text as they stand. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type XmlElement = Readonly<Record<string, unknown>>;

const prefix = '@';
const textName = '#text';

const parser = new XMLParser({
  ignoreAttributes: false, attributeNamePrefix: prefix, textNodeName: textName, alwaysCreateTextNode: true, parseTagValue: false, parseAttributeValue: false, trimValues: false, htmlEntities: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/** Null where the text is no well-formed XML. Documents that define entities are refused: nothing of an annotation tool needs them, and they can explode. */
export function readXml(text: string): XmlElement | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null;
  const parsed: unknown = parser.parse(text);
  return typeof parsed === 'object' && parsed !== null ? (parsed as XmlElement) : null;
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null;
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const found = element?.[name];
  return Array.isArray(found) ? found.filter(isElement) : [];
}

export function attributeOf(element: XmlElement, name: string): string | null {
  const found = element[`${prefix}${name}`];
  return typeof found === 'string' ? found : null;
}

export function textOf(element: XmlElement): string {
  const found = element[textName];
  const one = Array.isArray(found) ? found.join('') : found;
  return typeof one === 'string' ? one : '';
}

/** Text of the first child of any of these names that has some. */
export function firstText(element: XmlElement | undefined, names: readonly string[]): string {
  return names.flatMap((name) => childrenOf(element, name).map((child) => textOf(child).trim())).find((text) => text !== '') ?? '';
}

/** As XML text or attribute. Control characters, which XML cannot hold at all, are dropped. */
export function xmlText(text: string): string {
  return holdable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}

/** What of a text XML can hold: no control characters, no lone surrogates; line breaks are line feeds. */
export function holdable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that the format forbids
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}
