/** The system's keychain, by Electron. */
import process from 'node:process';
import { safeStorage } from 'electron';
import type { Keychain } from './casework/node-passwords.ts';

export const systemKeychain: Keychain = {
  // Linux without a secret service "encrypts" with a password that everybody knows.
  available: () => safeStorage.isEncryptionAvailable() && !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'),
  seal: (text) => safeStorage.encryptString(text).toString('base64'),
  open: (sealed) => {
    try {
      return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    } catch {
      return null;
    }
  },
};
