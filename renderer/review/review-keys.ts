/** Keys that the clip page and the compare page share, as bindings for the shortcut sheet. */
import type { ShortcutBinding } from '../shortcuts.ts';
import { changeOverlay, methodIn, nextMap, nextOpacity, nextSuperpixels, toggled } from './overlay-settings.ts';
import type { OverlaySettings, ReviewSettingsStore } from './overlay-settings.ts';
import type { Player } from './player.ts';
import type { ReviewPart } from './review-session.ts';
import { fitted, panBy, zoomAt } from './viewport.ts';

/** Zooms around the middle of the image. */
export function zoomCentre(part: ReviewPart, factor: number): void {
  const { viewport } = part.screen.image.getState();
  const canvas = { width: 2, height: 2 };
  part.screen.image.setState({ viewport: zoomAt(viewport, part.screen.shape, canvas, 1, 1, factor) });
}

export function transportKeys(player: Player, lastFrame: number, toggle: () => void): ShortcutBinding[] {
  const group = 'Playback';
  return [
    { keys: 'Space', label: 'Play or pause', group, once: true, run: toggle },
    { keys: 'ArrowRight', label: 'Next frame', group, run: () => player.step(1) },
    { keys: 'ArrowLeft', label: 'Previous frame', group, run: () => player.step(-1) },
    { keys: 'Shift+ArrowRight', label: '10 frames on', group, run: () => player.step(10) },
    { keys: 'Shift+ArrowLeft', label: '10 frames back', group, run: () => player.step(-10) },
    { keys: 'L', label: 'Play forwards', group, once: true, run: () => player.play(1) },
    { keys: 'K', label: 'Stop', group, once: true, run: () => player.pause() },
    { keys: 'J', label: 'Play backwards', group, once: true, run: () => player.play(-1) },
    { keys: ',', label: 'Slower', group, run: () => player.changeSpeed(-1) },
    { keys: '.', label: 'Faster', group, run: () => player.changeSpeed(1) },
    { keys: 'Home', label: 'First frame', group, run: () => player.seek(0) },
    { keys: 'End', label: 'Last frame', group, run: () => player.seek(lastFrame) },
  ];
}

/** `onH` decides between toggling the overlay and showing the untouched image while held. */
export function overlayKeys(stores: readonly ReviewSettingsStore[], branches: readonly string[], onH: () => void): ShortcutBinding[] {
  const group = 'Overlay';
  const each = (change: (overlay: OverlaySettings) => Partial<OverlaySettings>) => () => stores.forEach((store) => changeOverlay(store, change(store.getState().overlay)));
  const opacity = (direction: 1 | -1) => each((overlay) => ({ opacity: nextOpacity(overlay.opacity, direction) }));
  const fused = { map: { kind: 'fused' } } as const;
  // A branch that is left for the fused decision is a change of map, not the overlay's end.
  const gradCam = each((overlay) => ({ ...(overlay.map.kind === 'fused' ? toggled(overlay, 'grad-cam') : { shown: true, beside: false, method: 'grad-cam' }), ...fused }));
  const branch = each((overlay) => ({ shown: true, map: nextMap(overlay.map, branches), method: methodIn(overlay, 'main') === 'summary' ? 'summary' : 'grad-cam' }));
  return [
    { keys: 'H', label: 'Overlay on or off; with Space held: untouched image', group, once: true, run: onH },
    { keys: 'G', label: 'Grad-CAM of the fused decision', group, once: true, run: gradCam },
    { keys: 'Shift+G', label: 'Mean Grad-CAM of the suspicious frames', group, once: true, run: each((overlay) => toggled(overlay, 'summary')) },
    { keys: 'B', label: 'Next branch, then fused', group, once: true, run: branch },
    { keys: '+', label: 'More opaque', group, run: opacity(1) },
    { keys: '=', label: 'More opaque', group, run: opacity(1) },
    { keys: '-', label: 'Less opaque', group, run: opacity(-1) },
  ];
}

/** LIME's keys; Escape is bound only while there is something to stop. */
export function limeKeys({ settings, screen }: ReviewPart, working: boolean): ShortcutBinding[] {
  const group = 'Overlay';
  const change = (next: (overlay: OverlaySettings) => Partial<OverlaySettings>) => () => changeOverlay(settings, next(settings.getState().overlay));
  return [
    { keys: 'M', label: 'LIME of the fused decision', group, once: true, run: change((overlay) => toggled(overlay, 'lime')) },
    { keys: 'Shift+M', label: 'Grad-CAM beside LIME', group, once: true, run: change(({ shown, beside }) => ({ shown: true, beside: !(shown && beside) })) },
    { keys: 'Shift+ArrowUp', label: 'More of LIME’s patches', group, run: change(({ superpixels }) => ({ superpixels: nextSuperpixels(superpixels, 1) })) },
    { keys: 'Shift+ArrowDown', label: 'Fewer of LIME’s patches', group, run: change(({ superpixels }) => ({ superpixels: nextSuperpixels(superpixels, -1) })) },
    ...(working ? [{ keys: 'Escape', label: 'Stop LIME', group, once: true, run: () => void screen.overlays.stopLime() }] : []),
  ];
}

export function imageKeys(parts: readonly ReviewPart[]): ShortcutBinding[] {
  const group = 'Image';
  const each = (act: (part: ReviewPart) => void) => () => parts.forEach(act);
  const pan = (dx: number, dy: number) =>
    each(({ screen }) => {
      const { viewport } = screen.image.getState();
      // A tenth of a canvas that fits the frame exactly.
      screen.image.setState({ viewport: panBy(viewport, screen.shape, screen.shape, (dx * screen.shape.width) / 10, (dy * screen.shape.height) / 10) });
    });
  return [
    { keys: 'Z', label: 'Fit to window', group, once: true, run: each(({ screen, media }) => screen.image.setState({ viewport: fitted(media) })) },
    { keys: 'I', label: 'Invert', group, once: true, run: each(({ screen }) => screen.image.setState(({ invert }) => ({ invert: !invert }))) },
    { keys: 'W', label: 'Drag changes window and level', group, once: true, run: each(({ settings }) => settings.setState(({ windowTool }) => ({ windowTool: !windowTool }))) },
    { keys: 'Ctrl+ArrowLeft', label: 'Move the image', group, run: pan(1, 0) },
    { keys: 'Ctrl+ArrowRight', label: 'Move the image', group, run: pan(-1, 0) },
    { keys: 'Ctrl+ArrowUp', label: 'Move the image', group, run: pan(0, 1) },
    { keys: 'Ctrl+ArrowDown', label: 'Move the image', group, run: pan(0, -1) },
  ];
}
