import type { MediaErrorCode } from './failure.ts';

/** Lines kept for judging; damaged clips can write thousands. */
const maxLines = 400;
const maxLine = 2_000;

/** Error lines that say nothing about the clip's own frames. */
const harmless = /non[- ]monoton|deprecated|Broken pipe|Error writing trailer|Error closing file|av_interleaved_write_frame|Immediate exit|Error submitting a packet to the muxer|Error muxing/i;
/** Warnings that mean damage all the same: ffmpeg conceals it and exits 0. */
const damage = /corrupt|truncat|prematurely|damaged|concealing|error while decoding|missing picture|invalid|overread|not found|partial file|broken|mismatch/i;
/** Warnings that carry such words about harmless things. */
const harmlessWarning = /deprecated|color_?range|colou?r|Could not find codec parameters|estimating duration|timescale|timestamp|DTS|PTS|VBV|Guessed|max_analyze|sar|metadata|bitrate|frame ?rate/i;

/** ffmpeg's log as it comes (`level+` prefixes), bounded: input seen, expected duration, signs of damage. */
export class DecodeLog {
  #text = '';
  readonly #errors: string[] = [];
  #opened = false;
  #hasVideo = false;
  #damaged = false;
  #durationMs: number | null = null;

  push(text: string): void {
    this.#text += text;
    const lines = this.#text.split(/[\r\n]/);
    this.#text = (lines.pop() ?? '').slice(-maxLine);
    for (const line of lines) this.#line(line.slice(0, maxLine));
  }

  get damaged(): boolean {
    return this.#damaged;
  }

  /** As the container claims; null where it does not. */
  get durationMs(): number | null {
    return this.#durationMs;
  }

  /** Why not one frame came out; `knownKind`: the file starts like a clip. */
  failureCode(knownKind: boolean): MediaErrorCode {
    const has = (pattern: RegExp) => this.#errors.some((line) => pattern.test(line));
    if (has(/exceeds specified max pixel|Picture size .* is invalid|Invalid (dimension|frame size)|dimensions too large/i)) return 'frame-too-large';
    if (has(/Cannot allocate memory/i)) return 'frame-too-large';
    if (has(/Permission denied/i)) return 'file-unreadable';
    if (has(/No space left/i)) return 'disk-full';
    if (!this.#opened) return knownKind ? 'decode-failed' : 'not-a-clip';
    if (!this.#hasVideo) return 'not-a-clip';
    return this.#damaged ? 'decode-failed' : 'no-frames';
  }

  #line(line: string): void {
    if (line.includes('Input #0')) this.#opened = true;
    if (/Stream #0:\d+.*: Video:/.test(line)) this.#hasVideo = true;
    const duration = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(line);
    if (duration !== null && this.#durationMs === null) this.#durationMs = ((Number(duration[1]) * 60 + Number(duration[2])) * 60 + Number(duration[3])) * 1000;
    const serious = /\[(error|fatal|panic)\]/.test(line) && !harmless.test(line);
    const warned = line.includes('[warning]') && damage.test(line) && !harmlessWarning.test(line);
    if (!serious && !warned) return;
    this.#damaged = true;
    if (this.#errors.length < maxLines) this.#errors.push(line);
  }
}
