/** Signed reports as JSON or CSV for registries, and the schema of the JSON. Pure. */
import type { ReportVersion } from '../../preload/report.ts';
import { csvCell } from './escape.ts';
import { examColumns, zoneColumns } from './export-columns.ts';
import type { Column, ZoneRow } from './export-columns.ts';

export const exportFormat = 'pleura-reports-1';

function record<R>(columns: readonly Column<R>[], row: R) {
  return Object.fromEntries(columns.map(({ name, of }) => [name, of(row)]));
}

function table<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ of }) => csvCell(of(row))))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function zoneRows(version: ReportVersion): readonly ZoneRow[] {
  return version.content.zones.map((zone) => ({ version, zone }));
}

/** `{format, reports: [{...exam columns, zones: [{...zone columns}]}]}`. */
export function reportsJson(versions: readonly ReportVersion[]): string {
  const reports = versions.map((version) => ({ ...record(examColumns, version), zones: zoneRows(version).map((row) => record(zoneColumns, row)) }));
  return `${JSON.stringify({ format: exportFormat, reports }, null, 2)}\n`;
}

/** One row an exam. */
export function examsCsv(versions: readonly ReportVersion[]): string {
  return table(examColumns, versions);
}

/** One row a zone. */
export function zonesCsv(versions: readonly ReportVersion[]): string {
  return table(zoneColumns, versions.flatMap(zoneRows));
}

function properties<R>(columns: readonly Column<R>[]) {
  return Object.fromEntries(columns.map(({ name, type, about }) => [name, { type: [type, 'null'], description: about }]));
}

/** JSON Schema (2020-12) of the JSON export, with what each column means. */
export function reportsSchema(): object {
  const exam = { ...properties(examColumns), zones: { type: 'array', items: { type: 'object', properties: properties(zoneColumns), required: zoneColumns.map(({ name }) => name) } } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Pleura exam reports', type: 'object', required: ['format', 'reports'],
    properties: {
      format: { const: exportFormat },
      reports: { type: 'array', items: { type: 'object', properties: exam, required: [...examColumns.map(({ name }) => name), 'zones'] } },
    },
  };
}
