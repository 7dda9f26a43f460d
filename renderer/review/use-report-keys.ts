/** From the clip into its exam's report: the frame on screen as a key image, or as evidence for its zone's score. */
import type { ClipDetail } from '../../preload/domain.ts';
import { RequestFailed, request } from '../api.ts';
import { useNavigation } from '../navigation.ts';
import { editOf } from '../report/report-store.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { pngOf } from './capture.ts';
import { overlayName } from './overlay-words.ts';
import type { ReviewPart } from './review-session.ts';

/** "Grad-CAM, fused, inferno, 50%", with what else changed the look; null for the untouched frame. */
function lookWords(part: ReviewPart, withOverlay: boolean, laidOver: boolean): string | null {
  const { overlay } = part.settings.getState();
  const { window, invert } = part.screen.image.getState();
  const method = part.screen.overlays.method('main');
  const words = [
    withOverlay && laidOver ? `${overlayName(method, overlay.map)}${method === 'lime' ? '' : `, ${overlay.colourMap}`}, ${Math.round(overlay.opacity * 100)}%` : '',
    window.width === 255 && window.level === 127.5 ? '' : `window ${Math.round(window.width)} level ${Math.round(window.level)}`,
    invert ? 'inverted' : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? null : words.join('; ');
}

export interface ReportDoor {
  /** With the overlay as on screen, or without. */
  readonly addImage: (withOverlay: boolean) => Promise<void>;
  readonly addEvidence: () => Promise<void>;
  readonly keys: readonly ShortcutBinding[];
}

async function putEvidence(clip: ClipDetail, frame: number): Promise<string> {
  const report = await request('reports.get', { examId: clip.examId });
  const zone = report.entries.zones.find((entry) => entry.zone === clip.zone);
  if (zone === undefined) throw new RequestFailed({ code: 'conflict', message: 'The clip has no zone of its exam’s protocol.', hint: 'Give it a zone first: keys 1 to 9 and 0.' });
  if (!zone.evidence.some((known) => known.clipId === clip.id && known.frame === frame)) {
    const zones = report.entries.zones.map((entry) => (entry === zone ? { ...entry, evidence: [...entry.evidence, { clipId: clip.id, frame, from: 'reader' as const }] } : entry));
    const edit = editOf({ ...report.entries, zones });
    await request('reports.save', { examId: clip.examId, revision: report.revision, edit: { ...edit, zones: edit.zones.map((entry) => ({ ...entry, evidence: [...entry.evidence] })), keyImages: [...edit.keyImages] } });
  }
  return zone.zone;
}

export function useReportDoor(clip: ClipDetail, part: ReviewPart): ReportDoor {
  const { open } = useNavigation();
  const attempt = useAttempt();
  const showDone = useNotices((state) => state.showDone);
  const addImage = async (withOverlay: boolean) => {
    const frame = part.shown();
    const picture = frame === null ? null : part.screen.picture(frame, withOverlay);
    if (frame === null || picture === null) return;
    const overlay = lookWords(part, withOverlay, picture.overlay !== null || picture.patches !== null);
    const added = await attempt(async () => {
      const png = await pngOf(picture);
      return png === null ? null : request('reports.addImage', { clipId: clip.id, frame, overlay, width: picture.frame.width, height: picture.frame.height, png });
    });
    if (added !== null) showDone(`Frame ${frame + 1} is key image ${added.images} of the report.`);
  };
  const addEvidence = async () => {
    const frame = part.shown();
    if (frame === null) return;
    const zone = await attempt(() => putEvidence(clip, frame));
    if (zone !== null) showDone(`Frame ${frame + 1} is evidence for ${zone} in the report.`);
  };
  return {
    addImage, addEvidence,
    keys: [
      { keys: 'P', label: 'Add the frame to the report as it is on screen', group: 'Report', once: true, run: () => void addImage(true) },
      { keys: 'Shift+P', label: 'Add the frame to the report without overlay', group: 'Report', once: true, run: () => void addImage(false) },
      { keys: 'E', label: 'Name the frame as evidence for its zone in the report', group: 'Report', once: true, run: () => void addEvidence() },
      { keys: 'R', label: 'Open the report', group: 'Report', once: true, run: () => open({ page: 'report', examId: clip.examId }) },
    ],
  };
}
