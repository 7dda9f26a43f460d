import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode } from './codec.ts';

/** Received as Node's sockets receive: a Buffer somewhere inside a larger one. */
const roundTrip = (value: unknown): unknown => decode(Buffer.concat([Buffer.from('x'), encode(value)]).subarray(1));

test('what structured clone carries survives the wire', () => {
  const values: readonly unknown[] = [
    undefined, null, Number.NaN, Infinity, -Infinity, -0, 12n, 'text', new Date(5), /a+/giu, new Map([[1, { a: [undefined] }]]), new Set(['x']),
    { $: 1, deep: { $: ['undefined'] } }, new Uint8Array([1, 2]).buffer, new Float32Array([1.5, -2]), new Uint8Array([9, 8, 7]).subarray(1), new DataView(new ArrayBuffer(3)),
  ];
  for (const value of values) assert.deepEqual(roundTrip(value), value);
});

test('typed arrays keep type and alignment after odd neighbours', () => {
  const sent = { odd: new Uint8Array(3).fill(7), floats: new Float64Array([Math.PI]), node: Buffer.from('abc') };
  const back = roundTrip(sent) as typeof sent;
  assert.deepEqual(back.floats, sent.floats);
  assert.equal(back.node.constructor, Uint8Array);
});

test('errors keep name, message, stack and cause', () => {
  const back = roundTrip(new RangeError('too far', { cause: new TypeError('why') })) as RangeError;
  assert.ok(back instanceof RangeError);
  assert.equal(back.message, 'too far');
  assert.ok(back.cause instanceof TypeError);
  assert.match(back.stack ?? '', /codec\.test/);
});

test('functions, symbols and cycles are refused', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  for (const value of [() => 1, Symbol('s'), cycle, [{ f: () => 1 }]]) assert.throws(() => encode(value), /could not be cloned/);
  const shared = { a: 1 };
  assert.deepEqual(roundTrip([shared, shared]), [shared, shared]);
});

test('any JSON-like value with bytes round-trips', () => {
  const leaf = fc.oneof(fc.jsonValue(), fc.uint8Array(), fc.float32Array({ noNaN: true }), fc.bigInt(), fc.constant(undefined));
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.array(leaf)), (value) => {
    assert.deepEqual(roundTrip(value), Object.fromEntries(Object.entries(value)));
  }), { numRuns: 200 });
});
