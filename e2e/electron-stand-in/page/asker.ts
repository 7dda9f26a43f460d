/** Asks the page's user in Electron's place: files by the browser's own chooser, buttons by a plain modal dialog. */
import type { ButtonRequest, ChosenFiles, FileRequest } from '../wire.ts';
import { hold } from './held-files.ts';
import type { Asker } from './ipc-renderer.ts';

export const asker: Asker = { files: askFiles, button: askButton };

async function askFiles(request: FileRequest): Promise<ChosenFiles> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = request.multiple;
  input.accept = request.accept;
  input.webkitdirectory = request.directory;
  // The chooser opens only soon after a key or click; ask for one when the last was too long ago.
  if (!navigator.userActivation.isActive) {
    const what = request.directory ? 'Choose a folder' : 'Choose files';
    const answer = await askButton({ message: what, detail: '', buttons: [what, 'Cancel'], cancelId: 1 });
    if (answer === 1) return { batch: hold([]), count: 0, relativePath: '' };
  }
  const files = await new Promise<readonly File[]>((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    // In the document, or the browser may forget it while its chooser is open.
    input.hidden = true;
    document.documentElement.append(input);
    input.click();
  }).finally(() => input.remove());
  const told = request.directory ? files.slice(0, 1) : files;
  return { batch: hold(told), count: told.length, relativePath: told[0]?.webkitRelativePath ?? '' };
}

function askButton(request: ButtonRequest): Promise<number> {
  const dialog = document.createElement('dialog');
  const message = document.createElement('p');
  message.textContent = request.message;
  message.style.fontWeight = '600';
  const detail = document.createElement('p');
  detail.textContent = request.detail;
  const bar = document.createElement('div');
  Object.assign(bar.style, { display: 'flex', gap: '8px', justifyContent: 'flex-end' });
  Object.assign(dialog.style, { font: '14px sans-serif', maxWidth: '480px', padding: '20px' });
  dialog.append(message, detail, bar);
  const chosen = new Promise<number>((resolve) => {
    request.buttons.forEach((label, index) => {
      const button = document.createElement('button');
      button.textContent = label;
      button.addEventListener('click', () => resolve(index));
      bar.append(button);
    });
    dialog.addEventListener('cancel', () => resolve(request.cancelId));
  });
  document.body.append(dialog);
  dialog.showModal();
  return chosen.finally(() => dialog.remove());
}
