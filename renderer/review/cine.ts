/**
 * The cine clock: which frame belongs on screen at an instant. Pure; `now` is any monotonic clock in milliseconds.
 * Playback is anchored (clip time at one wall instant) and never accumulated, so it cannot drift however irregular the display is.
 */

/** When each frame is on screen. Frame i lasts from starts[i] to starts[i + 1]; the last one ends at endMs. */
export interface Timeline {
  readonly starts: Float64Array;
  readonly endMs: number;
}

type Motion =
  | { readonly kind: 'still'; readonly frame: number }
  | { readonly kind: 'moving'; readonly direction: 1 | -1; readonly fromMs: number; readonly since: number };

export interface Cine {
  readonly timeline: Timeline;
  readonly motion: Motion;
  readonly speed: number;
  readonly loop: boolean;
}

/** Playback rates offered, as multiples of the recorded rate. */
export const SPEEDS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4] as const;

/** Interval of a clip that carries no usable times (25 frames a second). */
const DEFAULT_INTERVAL_MS = 40;

/**
 * Builds the timeline from presentation times. Times that stand still or run back (damaged containers) give the frame no length,
 * so it is passed over in playback and still reached by stepping.
 */
export function createTimeline(frameTimesMs: readonly number[], durationMs: number): Timeline {
  const count = frameTimesMs.length;
  const starts = new Float64Array(count);
  let latest = 0;
  for (let i = 0; i < count; i += 1) {
    const time = frameTimesMs[i] ?? 0;
    if (i > 0 && Number.isFinite(time)) latest = Math.max(latest, time - (frameTimesMs[0] ?? 0));
    starts[i] = latest;
  }
  if (count > 1 && latest === 0) {
    for (let i = 0; i < count; i += 1) starts[i] = i * DEFAULT_INTERVAL_MS;
    latest = (count - 1) * DEFAULT_INTERVAL_MS;
  }
  const typical = count > 1 ? latest / (count - 1) : DEFAULT_INTERVAL_MS;
  const endMs = Number.isFinite(durationMs) && durationMs > latest ? durationMs : latest + typical;
  return { starts, endMs };
}

/** The frame on screen at `ms` of clip time: the last one that has started. */
export function frameAtTime(timeline: Timeline, ms: number): number {
  let low = 0;
  let high = timeline.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timeline.starts[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export function startOf(timeline: Timeline, frame: number): number {
  return timeline.starts[clampFrame(timeline, frame)] ?? 0;
}

export function clampFrame(timeline: Timeline, frame: number): number {
  return Math.min(Math.max(0, Math.round(frame)), Math.max(0, timeline.starts.length - 1));
}

export function createCine(timeline: Timeline): Cine {
  return { timeline, motion: { kind: 'still', frame: 0 }, speed: 1, loop: true };
}

/** Clip time at `now`, with the loop folded in and, without loop, held at the ends. */
export function clipTime(cine: Cine, now: number): number {
  const { motion, timeline } = cine;
  if (motion.kind === 'still') return startOf(timeline, motion.frame);
  const raw = motion.fromMs + motion.direction * cine.speed * Math.max(0, now - motion.since);
  if (cine.loop) return raw - Math.floor(raw / timeline.endMs) * timeline.endMs;
  return Math.min(Math.max(0, raw), timeline.endMs);
}

export function frameAt(cine: Cine, now: number): number {
  return cine.motion.kind === 'still' ? cine.motion.frame : frameAtTime(cine.timeline, clipTime(cine, now));
}

/** -1 backwards, 0 still, 1 forwards. */
export function directionOf(cine: Cine): -1 | 0 | 1 {
  return cine.motion.kind === 'still' ? 0 : cine.motion.direction;
}

/** True when playback without loop has reached its end and should be made still. */
export function hasEnded(cine: Cine, now: number): boolean {
  if (cine.motion.kind === 'still' || cine.loop) return false;
  const time = clipTime(cine, now);
  return cine.motion.direction === 1 ? time >= cine.timeline.endMs : time <= 0;
}

/** Plays from the frame on screen; at the end that it would run into, from the other end. */
export function play(cine: Cine, direction: 1 | -1, now: number): Cine {
  const last = cine.timeline.starts.length - 1;
  if (last < 1) return cine;
  const frame = frameAt(cine, now);
  if (cine.motion.kind === 'moving') return { ...cine, motion: { kind: 'moving', direction, fromMs: clipTime(cine, now), since: now } };
  // Backwards, a frame is entered at its end, so that it is seen for as long as forwards.
  const begin = direction === 1 ? (frame === last && !cine.loop ? 0 : startOf(cine.timeline, frame)) : endOf(cine.timeline, frame === 0 && !cine.loop ? last : frame);
  return { ...cine, motion: { kind: 'moving', direction, fromMs: begin, since: now } };
}

/** Just inside the frame's last instant; its start when it has no length. */
function endOf(timeline: Timeline, frame: number): number {
  const start = startOf(timeline, frame);
  const next = frame + 1 < timeline.starts.length ? startOf(timeline, frame + 1) : timeline.endMs;
  return start + Math.max(0, next - start) * (1 - 1e-9);
}

export function pause(cine: Cine, now: number): Cine {
  return { ...cine, motion: { kind: 'still', frame: frameAt(cine, now) } };
}

/** Goes to a frame; playback goes on from there. */
export function seek(cine: Cine, frame: number, now: number): Cine {
  const target = clampFrame(cine.timeline, frame);
  if (cine.motion.kind === 'still') return { ...cine, motion: { kind: 'still', frame: target } };
  const fromMs = cine.motion.direction === 1 ? startOf(cine.timeline, target) : endOf(cine.timeline, target);
  return { ...cine, motion: { ...cine.motion, fromMs, since: now } };
}

/** Stops and moves by whole frames, held at the ends. */
export function step(cine: Cine, delta: number, now: number): Cine {
  const still = pause(cine, now);
  return seek(still, frameAt(still, now) + delta, now);
}

/** Changes the rate without moving the picture. */
export function setSpeed(cine: Cine, speed: number, now: number): Cine {
  const clamped = Math.min(Math.max(speed, SPEEDS[0]), SPEEDS[SPEEDS.length - 1] ?? 4);
  return { ...reanchor(cine, now), speed: clamped };
}

/** The next offered rate up (1) or down (-1). */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const ordered = direction === 1 ? SPEEDS : SPEEDS.toReversed();
  return ordered.find((candidate) => (candidate - speed) * direction > 1e-9) ?? speed;
}

export function setLoop(cine: Cine, loop: boolean, now: number): Cine {
  return { ...reanchor(cine, now), loop };
}

/** Starts counting anew from the instant on screen: for a change of rate, or to wait for a frame that is still being read. */
export function reanchor(cine: Cine, now: number): Cine {
  if (cine.motion.kind === 'still') return cine;
  return { ...cine, motion: { ...cine.motion, fromMs: clipTime(cine, now), since: now } };
}
