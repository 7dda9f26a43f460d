/** All tables of one open database, as casework takes them. */
import type { Database } from 'better-sqlite3';
import { createAnalyses } from './analyses.ts';
import type { Analyses } from './analyses.ts';
import { createAdjudications } from './adjudications.ts';
import type { Adjudications } from './adjudications.ts';
import { createAssignments } from './assignments.ts';
import type { Assignments } from './assignments.ts';
import { createAudit } from './audit.ts';
import type { Audit } from './audit.ts';
import { createClips } from './clips.ts';
import type { Clips } from './clips.ts';
import { createDatasetCandidates } from './dataset-candidates.ts';
import type { DatasetCandidates } from './dataset-candidates.ts';
import { createDatasets } from './datasets.ts';
import type { Datasets } from './datasets.ts';
import { createDecisions } from './decisions.ts';
import type { Decisions } from './decisions.ts';
import { createExamPages } from './exam-pages.ts';
import type { ExamPages } from './exam-pages.ts';
import { createExplanationsTable } from './explanations.ts';
import type { ExplanationsTable } from './explanations.ts';
import { createExams } from './exams.ts';
import type { Exams } from './exams.ts';
import { createAnalysesByModel } from './analyses-by-model.ts';
import type { AnalysesByModel } from './analyses-by-model.ts';
import { createJobsTable } from './jobs.ts';
import type { JobsTable } from './jobs.ts';
import { createLabelling } from './labelling.ts';
import type { Labelling } from './labelling.ts';
import { createModelEvents } from './model-events.ts';
import type { ModelEvents } from './model-events.ts';
import { createRatedReadings } from './rated-readings.ts';
import type { RatedReadings } from './rated-readings.ts';
import { createOrigins } from './origins.ts';
import type { Origins } from './origins.ts';
import { createReaders } from './readers.ts';
import type { Readers } from './readers.ts';
import { createReadings } from './readings.ts';
import type { Readings } from './readings.ts';
import { createReports } from './reports.ts';
import type { Reports } from './reports.ts';
import { createSettings } from './settings.ts';
import type { SettingsTable } from './settings.ts';

export interface CaseLog {
  readonly db: Database;
  readonly exams: Exams;
  readonly pages: ExamPages;
  readonly clips: Clips;
  readonly analyses: Analyses;
  readonly byModel: AnalysesByModel;
  readonly modelEvents: ModelEvents;
  readonly explanations: ExplanationsTable;
  readonly decisions: Decisions;
  readonly origins: Origins;
  readonly readers: Readers;
  readonly readings: Readings;
  readonly labelling: Labelling;
  readonly reports: Reports;
  readonly rated: RatedReadings;
  readonly assignments: Assignments;
  readonly adjudications: Adjudications;
  readonly datasets: Datasets;
  readonly candidates: DatasetCandidates;
  readonly jobs: JobsTable;
  readonly settings: SettingsTable;
  readonly audit: Audit;
  /** All writes of `work` or none. */
  together<T>(work: () => T): T;
}

export function createCaseLog(db: Database): CaseLog {
  return {
    db,
    exams: createExams(db),
    pages: createExamPages(db),
    clips: createClips(db),
    analyses: createAnalyses(db),
    byModel: createAnalysesByModel(db),
    modelEvents: createModelEvents(db),
    explanations: createExplanationsTable(db),
    decisions: createDecisions(db),
    origins: createOrigins(db),
    readers: createReaders(db),
    readings: createReadings(db),
    labelling: createLabelling(db),
    reports: createReports(db),
    rated: createRatedReadings(db),
    assignments: createAssignments(db),
    adjudications: createAdjudications(db),
    datasets: createDatasets(db),
    candidates: createDatasetCandidates(db),
    jobs: createJobsTable(db),
    settings: createSettings(db),
    audit: createAudit(db),
    together: (work) => db.transaction(work).immediate(),
  };
}
