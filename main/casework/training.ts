/**
 * Training a head from the window: one at a time, in a process of its own, followed by state that outlives pages. What comes of it is installed like any other
 * bundle, as a challenger: it is never used before a person promotes it.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { ModelRef, ProviderChoice, Result } from '../../preload/domain.ts';
import type { HeadRow, RunningTraining, TrainingReport, TrainingResult, TrainingStage, TrainingState, TrainingView, TrainingWishes } from '../../preload/training.ts';
import type { Child, SpawnChild } from '../child.ts';
import type { AskedQuestion } from '../training/bundle/out-of-fold.ts';
import type { Bundles } from './bundles.ts';
import type { Model } from './bundles-shelf.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import type { FromTrainingWorker, ToTrainingWorker } from './training-messages.ts';
import { askedBy, clipsToTrain, countSource, labelledBy, sourcesOf } from './training-source.ts';
import type { LockedAway } from './training-source.ts';

export interface Trainings {
  view(): Promise<TrainingView>;
  result(): Promise<TrainingResult>;
  start(wishes: TrainingWishes): Promise<Result<TrainingState>>;
  stop(): void;
  /** Removes what a killed training left. */
  sweep(): Promise<void>;
  /** Ends the process; nothing is told any more. */
  abandon(): void;
}

export interface TrainingsOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  /** The user's data; trainings keep theirs in `training` below it. */
  readonly root: string;
  readonly spawn: SpawnChild;
  readonly bundles: Pick<Bundles, 'choose' | 'install' | 'state' | 'find'>;
  readonly readers: Pick<ReaderDesk, 'acting'>;
  readonly provider: () => ProviderChoice;
  readonly locked: () => LockedAway;
  readonly emit: Emit;
  readonly logError: (error: unknown) => void;
}

/** About what share of the whole each stage takes. */
const weights: Readonly<Record<TrainingStage, readonly [from: number, to: number]>> = {
  model: [0, 0.02], features: [0.02, 0.45], heads: [0.45, 0.85], figures: [0.85, 0.92], learning: [0.92, 0.97], bundle: [0.97, 0.98], installing: [0.98, 1],
};

const folds = 5;
const seed = 1;

function headVersion(base: string, at: string): string {
  return `${base.split('+')[0] ?? base}+head.${at.replaceAll(/[-:]/g, '').slice(0, 15)}`.slice(0, 40);
}

class CaseLogTrainings implements Trainings {
  readonly #options: TrainingsOptions;
  #running: RunningTraining | null = null;
  #child: Child | null = null;
  #stopped = false;
  #abandoned = false;
  #rows: readonly HeadRow[] = [];
  #version = 0;
  #error: TrainingState['error'] = null;

  constructor(options: TrainingsOptions) {
    this.#options = options;
  }

  async view(): Promise<TrainingView> {
    const { log, bundles, locked } = this.#options;
    const away = locked();
    const counts = [];
    for (const source of sourcesOf(log)) counts.push(await countSource(log, source, away));
    const base = await bundles.choose();
    const branches = base.ok ? base.value.manifest.extractor.branches.map(({ name, featureCount }) => ({ name, features: featureCount })) : [];
    return { sources: counts, base: base.ok ? base.value.ref : null, branches, state: this.#state() };
  }

  async result(): Promise<TrainingResult> {
    if (this.#running !== null) return { rows: this.#rows, report: null, challenger: null };
    const text = await readFile(this.#reportPath(), 'utf8').catch(() => null);
    if (text === null) return { rows: [], report: null, challenger: null };
    const report = JSON.parse(text) as TrainingReport;
    const installed = report.bundle === null ? null : await this.#options.bundles.find(report.bundle.sha256);
    return { rows: report.rows, report, challenger: installed?.ref ?? null };
  }

  async start(wishes: TrainingWishes): Promise<Result<TrainingState>> {
    const { log, bundles, readers, locked, storeRoot } = this.#options;
    const reader = readers.acting();
    if (!reader.ok) return reader;
    if (this.#running !== null) return failure('conflict', 'A training is running already.', 'Wait until it is done, or stop it.');
    this.#begin('Looking for labelled clips', 0, 0);
    const labelled = await labelledBy(log, wishes.source, locked());
    const clips = clipsToTrain(log, storeRoot, labelled);
    const base = await bundles.choose();
    if (!base.ok || clips.length === 0) {
      this.#end(null);
      return base.ok ? failure('conflict', 'No clip has a label of this kind.', 'Read clips first, or choose other labels.') : base;
    }
    const patients = new Set(clips.map(({ group }) => group)).size;
    this.#begin('Opening the networks', clips.length, patients);
    const at = new Date().toISOString();
    log.together(() => {
      // The database has the last word on who may train.
      log.datasets.trainOn(labelled.map(({ clipId }) => clipId), { at, reader: reader.value.id });
      if (wishes.source.kind === 'dataset') log.datasets.use(wishes.source.datasetId, { id: randomUUID(), purpose: 'training', at, reader: reader.value.name, detail: { base: base.value.ref, heads: wishes.heads, branches: wishes.branches } });
      log.audit.append(at, 'model', base.value.ref.sha256, { kind: 'training', reader: reader.value.name, source: wishes.source, clips: clips.length, patients, heads: wishes.heads });
    });
    void this.#train(base.value, wishes, clips).catch((error: unknown) => {
      this.#options.logError(error);
      this.#end({ message: 'The training failed.', hint: 'Try again; nothing else is harmed.' });
    });
    return success(this.#state());
  }

  stop(): void {
    if (this.#running === null) return;
    this.#stopped = true;
    this.#child?.kill('SIGKILL');
  }

  async sweep(): Promise<void> {
    const names = await readdir(this.#folder()).catch((): string[] => []);
    for (const name of names.filter((one) => one.startsWith('run-'))) await rm(join(this.#folder(), name), { recursive: true, force: true });
  }

  abandon(): void {
    this.#abandoned = true;
    this.#child?.kill('SIGKILL');
  }

  #folder(): string {
    return join(this.#options.root, 'training');
  }

  #reportPath(): string {
    return join(this.#folder(), 'last.json');
  }

  #begin(words: string, clips: number, patients: number): void {
    this.#stopped = false;
    this.#error = null;
    this.#rows = [];
    this.#version += 1;
    this.#running = { stage: 'model', share: 0, words, startedAt: new Date().toISOString(), secondsLeft: null, clips, patients };
    this.#tell();
  }

  #end(error: TrainingState['error']): void {
    this.#running = null;
    this.#child = null;
    this.#error = error;
    this.#version += 1;
    this.#tell();
  }

  #state(): TrainingState {
    return { running: this.#running, version: this.#version, error: this.#error };
  }

  #tell(): void {
    if (!this.#abandoned) this.#options.emit('training.changed', this.#state());
  }

  #progress(stage: TrainingStage, share: number, words: string): void {
    const running = this.#running;
    if (running === null) return;
    const [from, to] = weights[stage];
    const whole = Math.max(running.share, from + share * (to - from));
    const elapsed = (Date.now() - Date.parse(running.startedAt)) / 1000;
    const secondsLeft = whole > 0.05 && elapsed > 3 ? Math.round((elapsed / whole) * (1 - whole)) : null;
    this.#running = { ...running, stage, share: whole, words, secondsLeft };
    this.#tell();
  }

  async #train(base: Model, wishes: TrainingWishes, clips: ToTrainingWorker['clips']): Promise<void> {
    const work = join(this.#folder(), `run-${randomUUID()}`);
    await mkdir(work, { recursive: true });
    const folder = join(work, 'bundle');
    const createdAt = new Date().toISOString();
    try {
      const question = this.#question(wishes);
      const trained = await this.#ask({
        clips, cacheFolder: join(this.#folder(), 'features'),
        wishes: {
          bundleDir: base.dir, provider: this.#options.provider(), kinds: wishes.heads, branches: wishes.branches, framesPerClip: wishes.framesPerClip, folds, seed, learning: true,
          positive: question.positive, negative: question.negative, question, bundle: { folder, id: base.ref.id, version: headVersion(base.ref.version, createdAt), createdAt },
        },
      });
      if (this.#stopped || this.#abandoned) return this.#end(null);
      if (!trained.ok) return this.#end(trained.error);
      const installed = await this.#install(folder);
      if (this.#abandoned) return;
      if (!installed.ok) return this.#end(this.#stopped ? null : installed.error);
      await this.#keep({ ...trained.value, bundle: installed.value });
      this.#end(null);
    } finally {
      await rm(work, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  #question({ source }: TrainingWishes): AskedQuestion {
    const dataset = source.kind === 'dataset' ? this.#options.log.datasets.get(source.datasetId) : null;
    if (dataset === null || dataset.rules.question === 'is') return { title: 'Readers of the case log: IS against healthy', positive: 'read as IS', negative: 'read as healthy' };
    const asked = askedBy(dataset);
    return { title: `Readers of the case log: ${asked}`, positive: asked, negative: `not: ${asked}` };
  }

  /** Like any bundle from outside: copied, checked, self-tested. Waits while another change is being made to the models. */
  async #install(folder: string): Promise<Result<ModelRef>> {
    const { bundles } = this.#options;
    this.#progress('installing', 0, 'Checking and installing the new model');
    for (;;) {
      if (this.#stopped || this.#abandoned) return failure('cancelled');
      const installed = await bundles.install(folder, 'the trained head');
      if (installed.ok || installed.error.code !== 'conflict' || (await bundles.state()).task === null) return installed;
      await wait(500);
    }
  }

  async #keep(report: TrainingReport): Promise<void> {
    const temporary = `${this.#reportPath()}.part`;
    await writeFile(temporary, JSON.stringify(report));
    await rename(temporary, this.#reportPath());
  }

  #ask(question: ToTrainingWorker): Promise<Result<TrainingReport>> {
    if (this.#stopped || this.#abandoned) return Promise.resolve(failure('cancelled'));
    return new Promise((resolve) => {
      const child = this.#options.spawn();
      this.#child = child;
      child.onMessage((raw) => {
        const message = raw as FromTrainingWorker;
        switch (message.kind) {
          case 'progress': return this.#progress(message.stage, message.share, message.words);
          case 'rows':
            this.#rows = message.rows;
            this.#version += 1;
            return this.#tell();
          case 'trained':
            resolve(message.result);
            child.kill();
        }
      });
      // After an answer this changes nothing; what it had open is closed when it is gone.
      child.onExit(() => resolve(failure('internal', 'The training ended before it was done.', 'Start it again: features that were computed are kept.')));
      child.post(question);
    });
  }
}

export function createTrainings(options: TrainingsOptions): Trainings {
  return new CaseLogTrainings(options);
}
