/** The receiver's events in plain sentences, for the settings page. Of patients they know nothing. */
import type { ListenerNote } from '../../preload/archive.ts';
import type { AssociationEnd, ReceiverEvent, RefusedCall, RefusedObject } from '../dicom/network/receiver-settings.ts';

const callWords: Readonly<Record<RefusedCall, string>> = {
  'unknown-caller': 'Refused: this AE title is not among the allowed callers.',
  'other-ae-title': 'Refused: it called us by another AE title.',
  'too-many': 'Refused for the moment: too many calls at once.',
  'other-application': 'Refused: it does not speak DICOM.',
};

const objectWords: Readonly<Record<RefusedObject, string>> = {
  'too-large': 'An object was refused: it is larger than one clip may be.',
  'disk-full': 'An object was refused: there is too little room on the disk.',
  class: 'An object was refused: it is no ultrasound image.',
  unreadable: 'An object was refused: it names no study.',
  mismatch: 'An object was refused: it is not what was announced.',
  different: 'An object was refused: another one with the same identity is here.',
};

const endWords: Readonly<Record<Exclude<AssociationEnd, 'released'>, string>> = {
  lost: 'The connection broke; half of an object was dropped.', timeout: 'It was silent for too long and was cut off.', malformed: 'It sent what is no DICOM and was cut off.', failed: 'Its call could not be served.',
};

/** Null for what needs no line. */
export function noteOf(event: ReceiverEvent, at: string): ListenerNote | null {
  switch (event.kind) {
    case 'call-refused': return { at, calling: event.calling, words: callWords[event.why], problem: true };
    case 'object-refused': return { at, calling: '', words: objectWords[event.why], problem: true };
    case 'echoed': return { at, calling: '', words: 'Asked whether we are here, and was answered.', problem: false };
    case 'committed': return { at, calling: '', words: event.failed === 0 ? `An archive keeps all ${event.stored} objects.` : `An archive does not keep ${event.failed} objects.`, problem: event.failed > 0 };
    case 'ended': {
      if (event.how !== 'released') return { at, calling: event.calling, words: endWords[event.how], problem: true };
      return event.received === 0 ? null : { at, calling: event.calling, words: event.received === 1 ? 'Sent 1 object.' : `Sent ${event.received} objects.`, problem: false };
    }
    case 'opened':
    case 'received': return null;
  }
}
