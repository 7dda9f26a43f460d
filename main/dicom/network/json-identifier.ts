/** DICOM JSON (PS3.18 annex F) read as the answers of a query are. What is not as the standard says is taken for absent. */
import type { Identifier } from './identifier.ts';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  // Person names: the alphabetic form.
  return isRecord(value) && typeof value['Alphabetic'] === 'string' ? value['Alphabetic'].trim() : '';
}

export function identifierOfJson(json: unknown): Identifier {
  const valuesOf = (tag: string): readonly unknown[] => {
    const element = isRecord(json) ? json[tag.toUpperCase()] : undefined;
    const value = isRecord(element) ? element['Value'] : undefined;
    return Array.isArray(value) ? value : [];
  };
  return {
    text: (tag) => textOf(valuesOf(tag)[0]),
    values: (tag) => valuesOf(tag).map(textOf).filter((text) => text !== ''),
    items: (tag) => valuesOf(tag).filter(isRecord).map(identifierOfJson),
  };
}
