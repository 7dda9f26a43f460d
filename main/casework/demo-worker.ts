/** Helper process that draws the demo exam's clips: drawing takes about 10 ms a frame, which main's event loop may not spend. */
import { z } from 'zod';
import { demoExam } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import { connectParent } from '../child.ts';

const askSchema = z.object({ index: z.int().min(0), path: z.string(), ffmpeg: z.string() });

const parent = connectParent();
parent.onMessage((message) => {
  void draw(askSchema.parse(message)).then((result) => parent.post(result));
});

async function draw({ index, path, ffmpeg }: z.output<typeof askSchema>) {
  const spec = demoExam()[index];
  if (spec === undefined) return { index, ok: false };
  const written = await writePhantom(spec, path, { ffmpeg });
  return written.ok ? { index, ok: true } : { index, ok: false, error: written.error };
}
