/** One request channel of the contract: what goes in, checked, and the type of what comes back. Rooms keep their channels in files of their own. */
import type { z } from 'zod';

export interface Channel<I extends z.ZodType, O> {
  readonly input: I;
  /** Carries the answer's type only; answers come from main, which is trusted, and are not parsed again. */
  readonly output?: O;
}

/** `channel<Answer>()(inputSchema)`. */
export function channel<O>() {
  return <I extends z.ZodType>(input: I): Channel<I, O> => ({ input });
}
