/** Expected failures of casework, in words. Media and inference bring their own. */
import type { AppError, ErrorCode, Result } from '../../preload/domain.ts';

type CaseworkCode = Extract<ErrorCode, 'not-found' | 'conflict' | 'bad-request' | 'internal' | 'cancelled' | 'store-corrupt' | 'model-missing' | 'model-invalid' | 'not-a-clip' | 'file-not-found' | 'denied' | 'locked' | 'blind'>;

const words: Readonly<Record<CaseworkCode, readonly [message: string, hint: string]>> = {
  'not-found': ['This entry is not in the case log.', 'Go back to the list; it may have been removed.'],
  conflict: ['This cannot be done in the present state.', 'Wait for what is running, or stop it first.'],
  'bad-request': ['The request was not understood.', 'Reload the window. If it happens again, restart Pleura.'],
  internal: ['Something inside the program failed.', 'Try again. If it happens again, restart Pleura; nothing saved is lost.'],
  cancelled: ['Stopped on request.', 'Start it again when you want to go on.'],
  'store-corrupt': ['The stored frames of this clip are damaged.', 'Import the original file again.'],
  'model-missing': ['No model is installed.', 'Install Pleura again, or put a model bundle into its models folder.'],
  'model-invalid': ['The model bundle cannot be used.', 'Install the model bundle again, or choose another model.'],
  'not-a-clip': ['There is nothing in it that looks like a clip.', 'Choose a folder with ultrasound clips (mp4, mov, avi, mpeg, gif, wmv, mkv, webm) or stills (png, jpg).'],
  denied: ['This reader may not do that.', 'Switch to a reader who may.'],
  locked: ['The window is locked.', 'Unlock it first.'],
  blind: ['A blind labelling session is open.', 'Leave it first: results and other readers stay hidden until then.'],
  'file-not-found': ['The file or folder is no longer there.', 'Choose it again.'],
};

/** A failed result; `message` where the general words would say too little. */
export function failure(code: CaseworkCode, message?: string, hint?: string): { readonly ok: false; readonly error: AppError } {
  const [defaultMessage, defaultHint] = words[code];
  return { ok: false, error: { code, message: message ?? defaultMessage, hint: hint ?? defaultHint } };
}

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}
