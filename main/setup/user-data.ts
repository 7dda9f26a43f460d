/** Where the app keeps its data without being told otherwise: Electron's own choice for a program named Pleura, so that terminal and window share one case log. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export function userDataFolder(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>, home: string = homedir()): string {
  if (platform === 'win32') return win32.join(environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Pleura');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Pleura');
  const config = environment['XDG_CONFIG_HOME'] ?? '';
  return posix.join(config === '' ? posix.join(home, '.config') : config, 'Pleura');
}
