/** Entry of the helper process for agreement: reading thousands of readings and drawing their patients thousands of times is too long for main's event loop. */
import process from 'node:process';
import SqliteDatabase from 'better-sqlite3';
import { createAdjudications } from '../../db/adjudications.ts';
import { createRatedReadings } from '../../db/rated-readings.ts';
import { createReadings } from '../../db/readings.ts';
import { agreementReport } from '../analysis/agreement/report.ts';
import { connectParent } from '../child.ts';
import type { FromAgreementWorker, ToAgreementWorker } from './agreement-messages.ts';
import { knownReveals } from './agreement-reveals.ts';

const parent = connectParent();

parent.onMessage((raw) => {
  const { database, asked } = raw as ToAgreementWorker;
  const db = new SqliteDatabase(database, { readonly: true, fileMustExist: true });
  try {
    const report = agreementReport({ ...asked, readings: createRatedReadings(db).all(), adjudications: createAdjudications(db).standing(), reveals: knownReveals(createReadings(db).reveals()) });
    parent.post({ report } satisfies FromAgreementWorker);
  } catch {
    // A bug, or a case log that cannot be read: its owner answers for it.
    process.exit(1);
  } finally {
    db.close();
  }
});
