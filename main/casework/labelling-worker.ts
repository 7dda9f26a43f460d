/** Entry of the helper process that chooses the clips of a labelling session. */
import process from 'node:process';
import SqliteDatabase from 'better-sqlite3';
import { createLabelling } from '../../db/labelling.ts';
import { connectParent } from '../child.ts';
import { chosenQueue, previewOf } from './labelling-choice.ts';
import type { ToLabellingWorker } from './labelling-choice.ts';

const parent = connectParent();

parent.onMessage((raw) => {
  const { what, database, reader, plan } = raw as ToLabellingWorker;
  const db = new SqliteDatabase(database, { readonly: true, fileMustExist: true });
  try {
    const labelling = createLabelling(db);
    parent.post(what === 'preview' ? previewOf(labelling, reader, plan) : chosenQueue(labelling, reader, plan));
  } catch {
    // A bug, or a case log that cannot be read: its owner answers for it.
    process.exit(1);
  } finally {
    db.close();
  }
});
