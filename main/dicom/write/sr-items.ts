/** Content items of a structured report (PS3.3 section C.17.3). */
import type { Attributes } from './attributes.ts';
import { attributesOf } from './codes.ts';
import type { Code } from './codes.ts';

export type Relation = 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD' | 'HAS PROPERTIES' | 'INFERRED FROM';

export interface ImageReference {
  readonly sopClass: string;
  readonly sopInstance: string;
  /** From 1; null for all of it. */
  readonly frame: number | null;
}

function item(relation: Relation, type: string, name: Attributes | null, value: Attributes, children: readonly Attributes[] = []): Attributes {
  return {
    RelationshipType: relation, ValueType: type, ...(name === null ? {} : { ConceptNameCodeSequence: [name] }), ...value, ...(children.length === 0 ? {} : { ContentSequence: children }),
  };
}

export function codeItem(relation: Relation, name: Code, value: Code, children: readonly Attributes[] = []): Attributes {
  return item(relation, 'CODE', attributesOf(name), { ConceptCodeSequence: [attributesOf(value)] }, children);
}

/** An empty text cannot be written: none is, then. */
export function textItems(relation: Relation, name: Code, text: string): readonly Attributes[] {
  const said = text.trim();
  return said === '' ? [] : [item(relation, 'TEXT', attributesOf(name), { TextValue: said })];
}

export function nameItem(relation: Relation, name: Code, person: string): Attributes {
  return item(relation, 'PNAME', attributesOf(name), { PersonName: person });
}

export function uidItem(relation: Relation, name: Code, uid: string): Attributes {
  return item(relation, 'UIDREF', attributesOf(name), { UID: uid });
}

export function numberItem(relation: Relation, name: Code, value: number, unit: Code, children: readonly Attributes[] = []): Attributes {
  return item(relation, 'NUM', attributesOf(name), { MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: [attributesOf(unit)] }] }, children);
}

export function imageItem(relation: Relation, name: Code | null, { sopClass, sopInstance, frame }: ImageReference): Attributes {
  const reference = { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: sopInstance, ...(frame === null ? {} : { ReferencedFrameNumber: frame }) };
  return item(relation, 'IMAGE', name === null ? null : attributesOf(name), { ReferencedSOPSequence: [reference] });
}

export function container(relation: Relation, name: Code | Attributes, children: readonly Attributes[], template: string | null = null): Attributes {
  const named = 'value' in name ? attributesOf(name) : name;
  return item(relation, 'CONTAINER', named, { ContinuityOfContent: 'SEPARATE', ...(template === null ? {} : { ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: template }] }) }, children);
}
