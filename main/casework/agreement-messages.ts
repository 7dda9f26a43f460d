/** What the helper process for agreement is asked, and what it answers. */
import type { AgreementReport } from '../../preload/agreement.ts';
import type { AgreementInput } from '../analysis/agreement/report.ts';

export interface ToAgreementWorker {
  /** The case log, read only. */
  readonly database: string;
  readonly asked: Omit<AgreementInput, 'readings' | 'adjudications' | 'reveals'>;
}

export interface FromAgreementWorker {
  readonly report: AgreementReport;
}
