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

/** Escape sequences of code extensions (ISO 2022) are no text. */
function withoutEscapes(text: string): string {
  const [first = '', ...rest] = text.split('\u001b');
  return first + rest.map((part) => part.replace(/^[$()\-.]*[@-~]/, '')).join('');
}

/** UTF-8 is never valid by accident; where it is not, Latin 1 loses nothing but the look. */
function guessed(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A decoder for the values of one data set. Where no set is named (archives forget it) or it is unknown, UTF-8 is tried before Latin 1. */
export function decoderOf(specificCharacterSet: string): (bytes: Uint8Array) => string {
  const named = specificCharacterSet.split('\\').map((name) => name.trim()).filter((name) => name !== '');
  const encoding = encodings[named.findLast((candidate) => candidate in encodings) ?? ''];
  if (encoding === undefined) return guessed;
  const decoder = new TextDecoder(encoding);
  return (bytes) => (encoding === 'iso-2022-jp' ? decoder.decode(bytes) : withoutEscapes(decoder.decode(bytes)));
}
