/** Picked files and folders become exams: a folder is one exam, loose files together are one, unless an exam is named. */
import { randomBytes, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CaseLog } from '../../db/case-log.ts';
import type { AppError, ExamId, JobId, ProtocolId, Result, ZoneId } from '../../preload/domain.ts';
import { zonesOf } from '../analysis/zones.ts';
import { collectFiles } from '../media/collect.ts';
import { arrangeFiles } from '../media/dicom/arrange.ts';
import type { ArrangedFile, Describe } from '../media/dicom/arrange.ts';
import { guessZones } from '../media/guess-zone.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import { itemDetail } from './import-item.ts';
import type { ImportItem } from './import-item.ts';
import type { JobRunner } from './job-runner.ts';
import { studyTime, zoneHint } from './study-facts.ts';
import { refreshExam } from './summaries.ts';

export interface StartedImport {
  readonly jobId: JobId;
  readonly examId: ExamId;
}

interface Source {
  readonly title: string;
  readonly files: readonly ArrangedFile[];
  /** Picked items of this exam that could not even be listed. */
  readonly failures: readonly { readonly item: string; readonly error: AppError }[];
}

export interface ImporterOptions {
  readonly log: CaseLog;
  readonly runner: () => JobRunner;
  readonly emit: Emit;
  readonly describe: Describe;
}

export interface Importer {
  /** Errors: `not-found` for an unknown exam, and why nothing could be taken where nothing could. */
  start(paths: readonly string[], examId: ExamId | null): Promise<Result<readonly StartedImport[]>>;
  /** Writes an exam and its job down and starts it. */
  begin(items: readonly ImportItem[], options: { readonly examId: ExamId | null; readonly protocol: ProtocolId; readonly examinedAt: string; readonly title: string }): StartedImport;
}

/** Letters and digits that cannot be taken for each other. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A random pseudonym such as "P-3F2A", longer when many are taken; never made from a path or a name. */
export function newPseudonym(taken: (pseudonym: string) => boolean): string {
  for (let attempt = 0; ; attempt += 1) {
    const letters = Array.from(randomBytes(4 + Math.floor(attempt / 20)), (byte) => alphabet[byte % alphabet.length]).join('');
    const pseudonym = `P-${letters}`;
    if (!taken(pseudonym)) return pseudonym;
  }
}

/** The exam's time: that of its oldest file, where that is believable; else now. */
async function examTime(files: readonly { readonly path: string }[]): Promise<string> {
  const now = Date.now();
  const earliest = Date.UTC(1995, 0, 1);
  const times = await Promise.all(files.slice(0, 100).map(({ path }) => stat(path).then((info) => info.mtimeMs, () => now)));
  const oldest = Math.min(...times);
  return new Date(oldest >= earliest && oldest <= now ? oldest : now).toISOString();
}

async function readSources(paths: readonly string[], together: boolean, describe: Describe): Promise<readonly Source[]> {
  const folders: Source[] = [];
  const loose: Source['files'][number][] = [];
  const failures: Source['failures'][number][] = [];
  for (const path of paths) {
    const collected = await collectFiles(path);
    const item = basename(path);
    const isFile = collected.ok && collected.value.files[0]?.path === path;
    const files = collected.ok ? await arrangeFiles(collected.value.files, describe, !isFile) : [];
    if (!collected.ok) failures.push({ item, error: collected.error });
    else if (files.length === 0) failures.push({ item, error: failure('not-a-clip').error });
    else if (isFile || together) loose.push(...files);
    else folders.push({ title: item, files, failures: [] });
  }
  const picked = loose.length > 0 ? [{ title: '', files: loose, failures: [] }, ...folders] : folders;
  const sources = together ? picked : picked.flatMap(byStudy);
  // What could not be listed is reported with the first exam; without any exam it is the answer.
  return sources.length > 0 ? sources.map((source, index) => (index === 0 ? { ...source, failures } : source)) : [{ title: '', files: [], failures }];
}

/** A study is an exam of its own; what is no DICOM stays together. DICOM whose header makes no sense is told of with the first study, not in an exam without clips. */
function byStudy(source: Source): Source[] {
  const first = source.files.find(({ header }) => header !== null)?.header?.study.studyInstanceUid ?? '';
  const studies = Map.groupBy(source.files, ({ header, dicom }) => header?.study.studyInstanceUid ?? (dicom === true ? first : ''));
  return studies.size <= 1 ? [source] : [...studies.values()].map((files) => ({ ...source, files }));
}

function count(files: number): string {
  return files === 1 ? 'Import 1 file' : `Import ${files} files`;
}

class ExamImporter implements Importer {
  readonly #options: ImporterOptions;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  async start(paths: readonly string[], examId: ExamId | null): Promise<Result<readonly StartedImport[]>> {
    const { log } = this.#options;
    if (examId !== null && log.exams.get(examId) === null) return failure('not-found');
    const sources = await readSources(paths, examId !== null, this.#options.describe);
    const first = sources[0];
    if (first === undefined || first.files.length === 0) return { ok: false, error: first?.failures[0]?.error ?? failure('file-not-found').error };
    const started: StartedImport[] = [];
    for (const { files, failures } of sources) {
      // A study that came before goes on in its exam.
      const known = examId ?? log.origins.examOfStudy(files[0]?.header?.study.studyInstanceUid ?? '');
      const exam = known === null ? null : log.exams.get(known);
      const guess = guessZones(files.map(zoneHint));
      const protocol = exam?.protocol ?? guess.protocol;
      const zones = zonesOf(protocol).map((zone) => zone.id);
      const zone = (index: number): ZoneId | null => zones.find((id) => id === guess.zones[index]) ?? null;
      const items = files.map((file, index): ImportItem => ({ path: file.path, name: basename(file.name), zone: zone(index), demo: null, failed: null }));
      const refused = failures.map(({ item, error }): ImportItem => ({ path: '', name: item, zone: null, demo: null, failed: error }));
      const examinedAt = exam === null ? (studyTime(files) ?? (await examTime(files))) : exam.examinedAt;
      started.push(this.begin([...items, ...refused], { examId: exam?.id ?? null, protocol, examinedAt, title: count(files.length) }));
    }
    return success(started);
  }

  begin(items: readonly ImportItem[], options: { readonly examId: ExamId | null; readonly protocol: ProtocolId; readonly examinedAt: string; readonly title: string }): StartedImport {
    const { log, runner, emit } = this.#options;
    const { protocol, examinedAt, title } = options;
    const examId = options.examId ?? randomUUID();
    const jobId = randomUUID();
    const createdAt = new Date().toISOString();
    log.together(() => {
      if (options.examId === null) {
        log.exams.insert({ id: examId, pseudonym: newPseudonym(log.exams.pseudonymTaken), examinedAt, protocol, createdAt });
        refreshExam(log, examId);
      }
      runner().create({ id: jobId, kind: 'import', title, examId, clipId: null });
      log.jobs.addItems(jobId, items.map((item) => ({ subject: item.path, detail: itemDetail(item) })));
    });
    emit('exam.changed', { examId });
    runner().start(jobId);
    return { jobId, examId };
  }
}

export function createImporter(options: ImporterOptions): Importer {
  return new ExamImporter(options);
}
