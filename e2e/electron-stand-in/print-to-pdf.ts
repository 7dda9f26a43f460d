/** Electron's `printToPDF` by the DevTools protocol: the same printing, asked for by other names. */
import type { CdpSession } from './cdp.ts';

export interface PrintOptions {
  readonly pageSize?: 'A4' | 'Letter';
  readonly landscape?: boolean;
  readonly printBackground?: boolean;
  readonly preferCSSPageSize?: boolean;
  readonly generateTaggedPDF?: boolean;
  readonly generateDocumentOutline?: boolean;
}

/** Inches. */
const papers = { A4: { paperWidth: 8.27, paperHeight: 11.7 }, Letter: { paperWidth: 8.5, paperHeight: 11 } } as const;

export async function printToPdf(session: CdpSession, options: PrintOptions): Promise<Buffer> {
  const { pageSize = 'Letter', landscape = false, printBackground = false, preferCSSPageSize = false, generateTaggedPDF = false, generateDocumentOutline = false } = options;
  const { data } = await session.send('Page.printToPDF', { ...papers[pageSize], landscape, printBackground, preferCSSPageSize, generateTaggedPDF, generateDocumentOutline, transferMode: 'ReturnAsBase64' });
  return Buffer.from(data, 'base64');
}
