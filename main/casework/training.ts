/**
 * Training a head from the window: one at a time, in a process of its own, followed by state that outlives pages. What comes of it is installed like any other
 * bundle, as a challenger: it is never used before a person promotes it.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { AppError, ModelRef, ProviderChoice, Result } from '../../preload/domain.ts';
import type { HeadRow, RunningTraining, TrainingFailure, TrainingReport, TrainingResult, TrainingStage, TrainingState, TrainingView, TrainingWishes } from '../../preload/training.ts';
import type { Child, SpawnChild } from '../child.ts';
import type { Bundles } from './bundles.ts';
import type { Model } from './bundles-shelf.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import type { FromTrainingWorker, ToTrainingWorker } from './training-messages.ts';
import { countSources, gatherTraining } from './training-gather.ts';
import type { GatheredTraining } from './training-gather.ts';
import type { LockedAway } from './training-source.ts';

export interface Trainings {
  view(): Promise<TrainingView>;
  result(): Promise<TrainingResult>;
  start(wishes: TrainingWishes): Promise<Result<TrainingState>>;
  stop(): void;
  /** Removes what a killed training left, and tells that it was interrupted. */
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

/** In a run's folder: what it was asked, should the program end before it does. */
const orderFile = 'order.json';

const interruptedHint = 'Nothing of it was installed, and the case log is as it was. Run it again: features that were computed are kept.';

/** The training process knows clips by their bytes alone. */
function nameOf(clips: GatheredTraining['clips'], file: string): string {
  return clips.find(({ sha256 }) => sha256.startsWith(file))?.name ?? file;
}

interface Run {
  readonly base: Model;
  readonly wishes: TrainingWishes;
  readonly gathered: GatheredTraining;
  readonly createdAt: string;
  readonly version: string;
}

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
  #error: TrainingFailure | null = null;

  constructor(options: TrainingsOptions) {
    this.#options = options;
  }

  async view(): Promise<TrainingView> {
    const counts = await countSources(this.#options);
    const base = await this.#options.bundles.choose();
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
    const { bundles, readers } = this.#options;
    const reader = readers.acting();
    if (!reader.ok) return reader;
    if (this.#running !== null) return failure('conflict', 'A training is running already.', 'Wait until it is done, or stop it.');
    this.#begin('Looking for labelled clips', 0, 0);
    try {
      const base = await bundles.choose();
      if (!base.ok) return this.#refuse(base);
      const createdAt = new Date().toISOString();
      const version = headVersion(base.value.ref.version, createdAt);
      const gathered = await gatherTraining(this.#options, { wishes, at: createdAt, reader: reader.value, base: base.value.ref, model: { id: base.value.ref.id, version } });
      if (!gathered.ok) return this.#refuse(gathered);
      const { clips } = gathered.value;
      this.#begin('Opening the networks', clips.length, new Set(clips.map(({ group }) => group)).size);
      void this.#train({ base: base.value, wishes, gathered: gathered.value, createdAt, version }).catch((error: unknown) => {
        this.#options.logError(error);
        this.#end({ message: 'The training failed.', hint: 'Try again; nothing else is harmed.', again: wishes });
      });
      return success(this.#state());
    } catch (error) {
      this.#end(null);
      throw error;
    }
  }

  stop(): void {
    if (this.#running === null) return;
    this.#stopped = true;
    this.#child?.kill('SIGKILL');
  }

  async sweep(): Promise<void> {
    const names = await readdir(this.#folder()).catch((): string[] => []);
    for (const name of names.filter((one) => one.startsWith('run-'))) {
      const text = await readFile(join(this.#folder(), name, orderFile), 'utf8').catch(() => null);
      if (text !== null) this.#end({ message: 'The last training was interrupted: Pleura ended before it was done.', hint: interruptedHint, again: JSON.parse(text) as TrainingWishes });
      await rm(join(this.#folder(), name), { recursive: true, force: true });
    }
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

  #refuse(refused: { readonly ok: false; readonly error: AppError }): { readonly ok: false; readonly error: AppError } {
    this.#end(null);
    return refused;
  }

  #end(error: TrainingFailure | null): void {
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

  async #train({ base, wishes, gathered, createdAt, version }: Run): Promise<void> {
    const work = join(this.#folder(), `run-${randomUUID()}`);
    await mkdir(work, { recursive: true });
    await writeFile(join(work, orderFile), JSON.stringify(wishes));
    const folder = join(work, 'bundle');
    const { clips, question, statements, gone } = gathered;
    try {
      const trained = await this.#ask({
        clips, cacheFolder: join(this.#folder(), 'features'),
        wishes: {
          bundleDir: base.dir, provider: this.#options.provider(), kinds: wishes.heads, branches: wishes.branches, framesPerClip: wishes.framesPerClip, folds, seed, learning: true, statements,
          positive: question.positive, negative: question.negative, question, bundle: { folder, id: base.ref.id, version, createdAt },
        },
      });
      if (this.#stopped || this.#abandoned) return this.#end(null);
      if (!trained.ok) return this.#end({ ...trained.error, again: trained.error.code === 'internal' ? wishes : null });
      const installed = await this.#install(folder);
      if (this.#abandoned) return;
      if (!installed.ok) return this.#end(this.#stopped ? null : { ...installed.error, again: wishes });
      await this.#keep({ ...trained.value, data: { ...trained.value.data, skipped: [...gone, ...trained.value.data.skipped.map((one) => ({ ...one, file: nameOf(clips, one.file) }))] }, bundle: installed.value });
      this.#end(null);
    } finally {
      await rm(work, { recursive: true, force: true, maxRetries: 3 });
    }
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
          case 'row':
            this.#rows = [...this.#rows, message.row];
            this.#version += 1;
            return this.#tell();
          case 'trained':
            resolve(message.result);
            child.kill();
        }
      });
      // After an answer this changes nothing; what it had open is closed when it is gone.
      child.onExit(() => resolve(failure('internal', 'The training was interrupted: its process ended before it was done.', interruptedHint)));
      child.post(question);
    });
  }
}

export function createTrainings(options: TrainingsOptions): Trainings {
  return new CaseLogTrainings(options);
}
