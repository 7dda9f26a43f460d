/** One or two clips on screen with one clock: what the clip page and the compare page share. */
import { asAppError, request, subscribe } from '../api.ts';
import type { ClipId, ClipMedia, GradCam, Result } from '../../preload/domain.ts';
import { createTimeline } from './cine.ts';
import type { Timeline } from './cine.ts';
import { createClipScreen, shapeOf } from './clip-screen.ts';
import type { ClipScreen } from './clip-screen.ts';
import { follow, leadTo, leaderOf } from './in-step.ts';
import type { StepMode } from './in-step.ts';
import type { ReviewSettingsStore } from './overlay-settings.ts';
import type { LimeLine } from './overlay-source.ts';
import { createPlayer, displayClock } from './player.ts';
import type { Player } from './player.ts';
import { createFrameReader } from './read-frames.ts';

export interface ReviewPart {
  readonly clipId: ClipId;
  readonly media: ClipMedia;
  readonly timeline: Timeline;
  readonly screen: ClipScreen;
  readonly settings: ReviewSettingsStore;
  /** This clip's frame at the session's frame. */
  frameAt(frame: number): number;
  /** This clip's frame on the canvas. */
  shown(): number | null;
  /** This clip's frame that is asked for. */
  wanted(): number;
  seek(frame: number): void;
}

export interface ReviewSession {
  readonly player: Player;
  /** Times of the clip that leads. */
  readonly timeline: Timeline;
  readonly parts: readonly ReviewPart[];
  /** Hears of every change of the player and of what the pictures can show. */
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

export interface SessionClip {
  readonly id: ClipId;
  readonly media: ClipMedia;
  readonly settings: ReviewSettingsStore;
}

async function asResult<T>(asked: Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await asked };
  } catch (thrown) {
    return { ok: false, error: asAppError(thrown) };
  }
}

const loadCam = (analysisId: string, frame: number): Promise<Result<GradCam | null>> => asResult(request('analysis.cam', { analysisId, frame }));

const limeLine: LimeLine = {
  ask: (analysisId, frame) => asResult(request('analysis.lime', { analysisId, frame })),
  // When it cannot be called off, it ends by itself.
  callOff: (analysisId, frame) => void request('analysis.limeCancel', { analysisId, frame }).catch(() => undefined),
};

export function createReviewSession(clips: readonly SessionClip[], mode: StepMode): ReviewSession {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const onChange = (): void => {
    player.redraw();
    tell();
  };
  const onFrames = (): void => {
    player.arrived();
    tell();
  };
  const timelines = clips.map(({ media }) => createTimeline(media.frameTimesMs, media.durationMs));
  const timeline = timelines[leaderOf(timelines, mode)] ?? createTimeline([], 0);
  const parts = clips.map(({ id, media, settings }, i): ReviewPart => {
    const own = timelines[i] ?? timeline;
    const read = createFrameReader(id, shapeOf(media), (input, init) => fetch(input, init));
    const frameAt = (frame: number): number => (own === timeline ? frame : follow(mode, timeline, own, frame));
    return {
      clipId: id,
      media,
      timeline: own,
      // The engine explains one frame at a time: two clips side by side would call each other off.
      screen: createClipScreen({ media, read, loadCam, lime: clips.length === 1 ? limeLine : null, settings, onChange, onFrames }),
      settings,
      frameAt,
      shown: () => {
        const { shown } = player.state();
        return shown === null ? null : frameAt(shown);
      },
      wanted: () => frameAt(player.state().wanted),
      seek: (frame) => player.seek(own === timeline ? frame : leadTo(mode, timeline, own, frame)),
    };
  });
  const player = createPlayer({
    timeline,
    clock: displayClock,
    // All or none, so that clips side by side are never out of step.
    draw: (frame) => parts.every((part) => part.screen.has(part.frameAt(frame))) && parts.map((part) => part.screen.draw(part.frameAt(frame))).every(Boolean),
    lookAhead: (frame, direction) => {
      for (const part of parts) part.screen.lookAhead(part.frameAt(frame), direction);
    },
  });
  player.subscribe(tell);
  const stopListening = subscribe('lime.changed', ({ analysisId, ...report }) => {
    for (const part of parts) part.screen.overlays.limeReport(analysisId, report);
  });
  return {
    player,
    timeline,
    parts,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    dispose() {
      player.dispose();
      stopListening();
      for (const part of parts) part.screen.dispose();
      listeners.clear();
    },
  };
}
