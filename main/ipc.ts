/** The only user of ipcMain. */
import { ipcMain } from 'electron';
import { bindRequests } from './ipc-binding.ts';
import type { BindingOptions } from './ipc-binding.ts';

/** Answers the page's requests; every other channel stays unanswered. */
export function answerRequests(options: BindingOptions): void {
  bindRequests({ handle: (channel, listener) => ipcMain.handle(channel, (event, input: unknown) => listener(event, input)) }, options);
}
