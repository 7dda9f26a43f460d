/** What an answer to each of the page's requests looks like. */
import type { z } from 'zod';
import type { RequestName, RequestOutput, requests } from '../../preload/contract.ts';
import type { Result } from '../../preload/domain.ts';

type Parsed<N extends RequestName> = z.output<(typeof requests)[N]['input']>;

export type RequestHandlers = { readonly [N in RequestName]: (input: Parsed<N>) => Promise<Result<RequestOutput<N>>> };
