/** Reads sentences to screen readers without moving the focus. */
import { useNotices } from '../state/app-state.ts';

/** Mounted once; `announce` in the notices store fills it. */
export function Announcer() {
  const { text, turn } = useNotices((state) => state.spoken);
  // A new key replaces the text node, so that an equal sentence is read again.
  return (
    <div aria-live="polite" className="spoken-only">
      <span key={turn}>{text}</span>
    </div>
  );
}
