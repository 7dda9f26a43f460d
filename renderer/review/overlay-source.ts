/** What one clip's panes lay over a frame: Grad-CAM, its summary or LIME, read or asked for as the reader goes on, and what there is to say of it. */
import type { AppError, ClipAnalysis, ClipSummary, GradCam, Lime, Result, Sector } from '../../preload/domain.ts';
import { camsWanted, createCamStore, mapOf } from './cam-store.ts';
import type { CamStore } from './cam-store.ts';
import type { Overlay, PatchOverlay } from './gl/picture.ts';
import { heatGrid } from './heat-grid.ts';
import type { HeatGrid } from './heat-grid.ts';
import { limePatches } from './lime-patches.ts';
import type { Patch } from './lime-patches.ts';
import { createLimeStore } from './lime-store.ts';
import type { LimeReport, LimeStore } from './lime-store.ts';
import { methodIn, showsLime } from './overlay-settings.ts';
import type { OverlayMethod, OverlaySettings, Pane, ReviewSettingsStore } from './overlay-settings.ts';
import type { HeatState, LimeState } from './overlay-words.ts';

/** How LIME is asked for; null where a page has none. */
export interface LimeLine {
  readonly ask: (analysisId: string, frame: number) => Promise<Result<Lime | null>>;
  readonly callOff: (analysisId: string, frame: number) => void;
}

export interface OverlaySourceOptions {
  readonly sector: Sector;
  readonly settings: ReviewSettingsStore;
  readonly loadCam: (analysisId: string, frame: number) => Promise<Result<GradCam | null>>;
  readonly lime: LimeLine | null;
  /** What is laid over the frame on screen has changed. */
  readonly onChange: () => void;
}

export interface OverlaySource {
  setAnalysis(analysis: ClipAnalysis | null): void;
  /** `undefined` while it is not known, null where there is none. */
  setSummary(summary: ClipSummary | null | undefined): void;
  /** The frame that is asked for: its maps are read, and those of the frames that follow. */
  look(frame: number, direction: -1 | 0 | 1): void;
  /** Something of the settings has changed. */
  refresh(): void;
  method(pane: Pane): OverlayMethod;
  overlay(pane: Pane, frame: number): { readonly overlay: Overlay | null; readonly patches: PatchOverlay | null };
  heatState(pane: Pane, frame: number | null): HeatState;
  /** Largest evidence of the clip in the map on this pane: the legend's end. */
  maximum(pane: Pane): number;
  lime(frame: number): Lime | null;
  limeState(frame: number): LimeState;
  limeError(frame: number): AppError | null;
  limeReport(analysisId: string, report: LimeReport): void;
  /** False when there was nothing to stop. */
  stopLime(): boolean;
  limeAgain(): void;
  dispose(): void;
}

/** Maps asked for ahead: about a second of playback, a few on both sides of a still frame. */
const CAMS_AHEAD = 32;
const CAMS_AROUND = 8;
/** Longer than a scrub's pause, shorter than patience. */
const LIME_REST_MS = 400;

export function createOverlaySource({ sector, settings, loadCam, lime: line, onChange }: OverlaySourceOptions): OverlaySource {
  let cams: CamStore | null = null;
  let limes: LimeStore | null = null;
  let analysis: ClipAnalysis | null = null;
  let summary: ClipSummary | null | undefined;
  let position: { frame: number; direction: -1 | 0 | 1 } = { frame: 0, direction: 0 };
  /** What was drawn last, kept so that a redraw makes and uploads nothing anew. */
  let latestGrid: { readonly key: string; readonly of: object; readonly grid: HeatGrid | null } | null = null;
  let latestPatches: { readonly of: Lime; readonly count: number; readonly patches: readonly Patch[] } | null = null;

  const now = (): OverlaySettings => settings.getState().overlay;
  // Without LIME, Grad-CAM stands where LIME was chosen, as it does beside it.
  const method = (pane: Pane): OverlayMethod => (line === null ? methodIn({ ...now(), beside: true }, 'main') : methodIn(now(), pane));

  const maximum = (pane: Pane): number => {
    const { map } = now();
    if (method(pane) === 'summary') return (summary && mapOf(summary, map)?.clipMaximum) || 0;
    return cams?.clipMaximum(map) ?? 0;
  };

  const gridOf = (pane: Pane, frame: number): HeatGrid | null => {
    const { map } = now();
    const source = method(pane) === 'summary' ? summary : cams?.get(frame);
    const values = source === null || source === undefined ? null : mapOf(source, map);
    if (values === null) return null;
    const largest = maximum(pane);
    const key = `${map.kind === 'fused' ? '' : map.name} ${largest}`;
    if (latestGrid?.of !== values || latestGrid.key !== key) latestGrid = { key, of: values, grid: heatGrid(values, largest) };
    return latestGrid.grid;
  };

  const patchesOf = (frame: number): readonly Patch[] => {
    const lime = limes?.get(frame) ?? null;
    if (lime === null) return [];
    const { superpixels } = now();
    if (latestPatches?.of !== lime || latestPatches.count !== superpixels) latestPatches = { of: lime, count: superpixels, patches: limePatches(lime, superpixels) };
    return latestPatches.patches;
  };

  const want = (): void => {
    const overlay = now();
    if (cams !== null && analysis !== null && overlay.shown) {
      cams.want(camsWanted(position.frame, position.direction, analysis.frameProbabilities, position.direction === 0 ? CAMS_AROUND : CAMS_AHEAD));
    }
    limes?.rest(showsLime(overlay) && position.direction === 0 ? position.frame : null);
  };

  const summaryState = (): HeatState => {
    if (analysis?.state === 'running') return 'no-summary-yet';
    if (summary === undefined) return 'loading';
    if (summary === null) return 'no-suspicious';
    return mapOf(summary, now().map)?.values.some((value) => value > 0) === true ? 'shown' : 'no-evidence-in-summary';
  };

  const frameState = (frame: number | null): HeatState => {
    const { map } = now();
    if (frame === null || (analysis?.frameProbabilities[frame] ?? null) === null) return 'not-scored';
    const cam = cams?.get(frame) ?? null;
    if (cam === null || cams === null) return 'loading';
    if (!(cams.clipMaximum(map) > 0)) return 'no-evidence';
    return mapOf(cam, map)?.values.some((value) => value > 0) === true ? 'shown' : 'no-evidence-here';
  };

  const stores = (id: string): void => {
    // Maps read ahead change nothing on screen, unless they change the scale.
    cams = createCamStore({ load: (frame) => loadCam(id, frame), onArrive: (frame, grew) => (grew || frame === position.frame) && onChange() });
    limes = line === null ? null : createLimeStore({
      ask: (frame) => line.ask(id, frame),
      callOff: (frame) => line.callOff(id, frame),
      onChange: (frame) => frame === position.frame && onChange(),
      restMs: LIME_REST_MS,
    });
  };

  const drop = (): void => {
    cams?.dispose();
    limes?.dispose();
    cams = null;
    limes = null;
    summary = undefined;
  };

  return {
    setAnalysis(next) {
      if (next?.id !== analysis?.id) {
        drop();
        if (next !== null) stores(next.id);
      }
      analysis = next;
      want();
      onChange();
    },
    setSummary(next) {
      summary = next;
      onChange();
    },
    look(frame, direction) {
      position = { frame, direction };
      want();
    },
    refresh: want,
    method,
    overlay(pane, frame) {
      const { shown, untouched, colourMap, opacity, threshold } = now();
      if (!shown || untouched) return { overlay: null, patches: null };
      if (method(pane) === 'lime') return { overlay: null, patches: { patches: patchesOf(frame), sector, opacity } };
      const grid = gridOf(pane, frame);
      return { overlay: grid === null ? null : { grid, sector, colourMap, opacity, threshold }, patches: null };
    },
    heatState(pane, frame) {
      const { shown, untouched } = now();
      if (!shown || untouched || method(pane) === 'lime') return 'hidden';
      if (analysis === null) return 'no-analysis';
      return method(pane) === 'summary' ? summaryState() : frameState(frame);
    },
    maximum,
    lime: (frame) => limes?.get(frame) ?? null,
    limeState: (frame) => limes?.stage(frame) ?? 'no-analysis',
    limeError: (frame) => limes?.error(frame) ?? null,
    limeReport(analysisId, report) {
      if (analysisId === analysis?.id) limes?.report(report);
    },
    stopLime: () => limes?.stop() ?? false,
    limeAgain: () => limes?.again(),
    dispose: drop,
  };
}
