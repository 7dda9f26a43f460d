/** How fast a reader goes. Pure. */

/** Commits looked at: recent enough to follow a change of pace, enough not to jump. */
const recent = 12;
/** A longer pause is a pause, not a slow clip. */
const pauseMs = 180_000;

/** Clips a minute over the last commits (monotonic times, ms); null before the third. */
export function clipsPerMinute(commits: readonly number[]): number | null {
  const times = commits.slice(-recent);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0)).filter((gap) => gap < pauseMs);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return gaps.length < 2 || total <= 0 ? null : (gaps.length * 60_000) / total;
}
