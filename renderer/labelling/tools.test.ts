import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHands, forNextClip, holdsSomething, letGo, moveCursor, nextTrack, setPoint, strokeOf, takeTool, tracksOffered, withOwnTrack } from './tools.ts';

test('tracks: the known ones first, then the reader’s own and those in use, round and round', () => {
  const tools = withOwnTrack(emptyHands, '  pleural   gap ');
  assert.equal(tools.track, 'pleural gap');
  assert.deepEqual(tracksOffered(tools, ['imported']), ['b-lines', 'not-readable', 'pleural gap', 'imported']);
  let now = tools;
  const walked = Array.from({ length: 4 }, () => (now = nextTrack(now, ['imported'])).track);
  assert.deepEqual(walked, ['imported', 'b-lines', 'not-readable', 'pleural gap']);
  assert.equal(withOwnTrack(tools, '  '), tools);
});

test('drawing by keyboard: the cursor stays in the frame, two points make a line, Escape leaves nothing', () => {
  const size = { width: 100, height: 50 };
  let tools = takeTool(emptyHands, 'pleura', { x: 98, y: 10 });
  assert.equal(strokeOf(setPoint(tools), 3), null);
  tools = setPoint(setPoint(tools));
  assert.equal(tools.points.length, 1);
  tools = setPoint(moveCursor(tools, { x: 10, y: -20 }, size));
  assert.deepEqual(strokeOf(tools, 3), { kind: 'pleura', frame: 3, points: [{ x: 98, y: 10 }, { x: 99, y: 0 }] });
  assert.equal(holdsSomething(tools), true);
  assert.deepEqual(letGo(tools), emptyHands);
  assert.deepEqual(takeTool(tools, 'pleura', { x: 0, y: 0 }), emptyHands);
  assert.equal(takeTool(tools, 'b-line', { x: 0, y: 0 }).points.length, 0);
});

test('the next clip finds empty hands, the same track and names', () => {
  const tools = { ...withOwnTrack(emptyHands, 'gap'), inMark: 4, tool: 'pleura' as const, points: [{ x: 1, y: 1 }] };
  assert.deepEqual(forNextClip(tools), { ...emptyHands, track: 'gap', ownTracks: ['gap'] });
});
