import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userDataFolder } from './user-data.ts';

test("the terminal keeps its case log where Electron's app would", () => {
  assert.equal(userDataFolder('linux', {}, '/home/a'), '/home/a/.config/Pleura');
  assert.equal(userDataFolder('linux', { XDG_CONFIG_HOME: '/x' }, '/home/a'), '/x/Pleura');
  assert.equal(userDataFolder('darwin', {}, '/Users/a'), '/Users/a/Library/Application Support/Pleura');
  assert.equal(userDataFolder('win32', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'C:\\Users\\a'), 'C:\\Users\\a\\AppData\\Roaming\\Pleura');
  assert.equal(userDataFolder('win32', {}, 'C:\\Users\\a'), 'C:\\Users\\a\\AppData\\Roaming\\Pleura');
});
