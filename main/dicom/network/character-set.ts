/** Text of a data set by its Specific Character Set (0008,0005); PS3.3 section C.12.1.1.2. */

const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8', 'GB18030': 'gb18030', 'GBK': 'gbk',
  'ISO_IR 100': 'windows-1252', 'ISO_IR 101': 'iso-8859-2', 'ISO_IR 109': 'iso-8859-3', 'ISO_IR 110': 'iso-8859-4', 'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6', 'ISO_IR 126': 'iso-8859-7', 'ISO_IR 138': 'iso-8859-8', 'ISO_IR 148': 'windows-1254', 'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 166': 'windows-874', 'ISO_IR 13': 'shift_jis',
  // With code extensions: what follows the escape sequences is decoded as the one set that is named.
  'ISO 2022 IR 100': 'windows-1252', 'ISO 2022 IR 101': 'iso-8859-2', 'ISO 2022 IR 144': 'iso-8859-5', 'ISO 2022 IR 126': 'iso-8859-7',
  'ISO 2022 IR 87': 'iso-2022-jp', 'ISO 2022 IR 149': 'euc-kr', 'ISO 2022 IR 58': 'gb18030',
};

const escapes = /\u001b[$()-.]*[\x40-\x7e]/g;

/** A decoder for the values of one data set; unknown sets are read as Latin 1, so that nothing is lost but its look. */
export function decoderOf(specificCharacterSet: string): (bytes: Uint8Array) => string {
  const named = specificCharacterSet.split('\\').map((name) => name.trim()).filter((name) => name !== '');
  const name = named.findLast((candidate) => candidate in encodings) ?? '';
  const encoding = encodings[name] ?? 'windows-1252';
  const decoder = new TextDecoder(encoding);
  return (bytes) => {
    const text = decoder.decode(bytes);
    return encoding === 'iso-2022-jp' ? text : text.replace(escapes, '');
  };
}
