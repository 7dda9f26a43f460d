import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedLately } from './attempts.ts';
import { systemPaths } from './chromium.ts';
import { installHint } from './debian.ts';
import { sandboxObstacle } from './electron.ts';
import { ffmpegVersion, isRecent } from './ffmpeg.ts';
import { reasonOf } from './processes.ts';
import { hasDisplay, planStart } from './start-plan.ts';

const electron = '/e/electron';
const chromium = '/usr/bin/chromium';

test('the window opens in Electron, else in Chromium, and without either or a display the terminal serves', () => {
  assert.deepEqual(planStart({ display: true, electron, chromium }), { kind: 'electron', program: electron });
  assert.deepEqual(planStart({ display: true, electron: null, chromium }), { kind: 'stand-in', chromium });
  assert.deepEqual(planStart({ display: true, electron: null, chromium: null }), { kind: 'terminal', because: 'no-browser' });
  assert.deepEqual(planStart({ display: false, electron, chromium }), { kind: 'terminal', because: 'no-display' });
});

test('a display is there on macOS and Windows, and on Linux where X11 or Wayland is named', () => {
  assert.equal(hasDisplay({ platform: 'darwin', environment: {} }), true);
  assert.equal(hasDisplay({ platform: 'win32', environment: {} }), true);
  assert.equal(hasDisplay({ platform: 'linux', environment: {} }), false);
  assert.equal(hasDisplay({ platform: 'linux', environment: { DISPLAY: '' } }), false);
  assert.equal(hasDisplay({ platform: 'linux', environment: { DISPLAY: ':0' } }), true);
  assert.equal(hasDisplay({ platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' } }), true);
});

test('a failed download is not tried again for a day', () => {
  const attempts = { electron: 1_000 };
  const hours = (count: number) => count * 3_600_000;
  assert.equal(failedLately(attempts, 'electron', 1_000 + hours(23)), true);
  assert.equal(failedLately(attempts, 'electron', 1_000 + hours(25)), false);
  assert.equal(failedLately(attempts, 'electron', 0), false, 'a clock set back does not block for years');
  assert.equal(failedLately(attempts, 'ffmpeg', 1_000), false);
});

test('ffmpeg versions are read in every form, and old ones are known', () => {
  assert.equal(ffmpegVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000'), '5.1.9');
  assert.equal(ffmpegVersion('ffmpeg version n7.1 Copyright'), '7.1');
  assert.equal(ffmpegVersion('ffmpeg version 6.1.1-https://www.martin-riedl.de Copyright'), '6.1.1');
  assert.equal(ffmpegVersion('ffmpeg version N-118193-g5f38c82536 Copyright'), 'snapshot');
  assert.deepEqual(['4.4.2', '5.0.3', '5.1', '5.1.9', '10.0', 'snapshot'].map(isRecent), [false, false, true, true, true, true]);
});

test("Chromium's sandbox is given up only where it cannot work", () => {
  const linux = { platform: 'linux', root: false, userNamespaces: true, setuidHelper: false } as const;
  assert.equal(sandboxObstacle(linux), null);
  assert.equal(sandboxObstacle({ ...linux, userNamespaces: false }), 'user-namespaces');
  assert.equal(sandboxObstacle({ ...linux, userNamespaces: false, setuidHelper: true }), null);
  assert.equal(sandboxObstacle({ ...linux, root: true }), 'root');
  assert.equal(sandboxObstacle({ ...linux, platform: 'darwin', root: true, userNamespaces: false }), null);
});

test('Chromium is looked for on PATH and where each system keeps it', () => {
  assert.deepEqual(systemPaths('linux', { PATH: '/a:/b' }).slice(0, 2), ['/a/chromium', '/b/chromium']);
  assert.deepEqual(systemPaths('linux', {}), []);
  assert.ok(systemPaths('darwin', {}).every((path) => path.startsWith('/Applications/')));
  assert.equal(systemPaths('win32', { ProgramFiles: 'C:\\P' }).length, 2);
});

test('hints name the means of the system', () => {
  assert.equal(installHint('ffmpeg', 'darwin'), 'brew install ffmpeg');
  assert.match(installHint('ffmpeg', 'win32'), /^winget /);
});

test('the reason of a failure is its most telling line', () => {
  assert.equal(reasonOf({ code: 1, timedOut: false, output: 'Downloading\nError: getaddrinfo ENOTFOUND github.com\n    at x.js:1\nbye' }), 'Error: getaddrinfo ENOTFOUND github.com');
  assert.equal(reasonOf({ code: 7, timedOut: false, output: '' }), 'exit code 7');
  assert.equal(reasonOf({ code: null, timedOut: true, output: 'x' }), 'it took too long');
});
