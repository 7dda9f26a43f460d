/** Phrases for a report's free texts, until a user makes their own. */
import type { Macro } from '../../preload/report.ts';

export const defaultMacros: readonly Macro[] = [
  { name: 'norm', text: 'Normal aeration in all zones examined: A-lines, lung sliding, no B-lines, no consolidation, no effusion.' },
  { name: 'is', text: 'Bilateral interstitial pattern.' },
  { name: 'focal', text: 'Focal B-lines on one side.' },
  { name: 'cons', text: 'Consolidation with air bronchogram.' },
  { name: 'eff', text: 'Pleural effusion, anechoic, without septa.' },
  { name: 'ptx', text: 'No lung sliding, no B-lines, no lung pulse; lung point seen.' },
  { name: 'follow', text: 'Follow-up examination recommended, same protocol and position.' },
  { name: 'ventilated', text: 'Patient ventilated; scanned supine, posterior zones reached in part.' },
  { name: 'limits', text: 'Limited view by subcutaneous emphysema and dressings.' },
];
