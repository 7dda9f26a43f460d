/**
 * The app's own scheme on a loopback server: `pleura://app/index.html` is `http://app.pleura.<TOKEN>.localhost/index.html` in the browser.
 * The token is secret, so that no other page or program can name the host; `*.localhost` keeps it a secure context.
 */
export class Addresses {
  readonly suffix: string;
  readonly #schemes: () => readonly string[];

  /** `schemes` answers with the schemes that have a handler now. */
  constructor(token: string, schemes: () => readonly string[]) {
    this.suffix = `.${token}.localhost`;
    this.#schemes = schemes;
  }

  /** True for a Host header that only somebody who knows the token can send. */
  owns(host: string): boolean {
    return host.endsWith(this.suffix);
  }

  /** Other addresses come back as they are. */
  toHttp(url: string): string {
    const parts = /^([a-z][\w+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
    if (parts === null || !this.#schemes().includes(parts[1] ?? '')) return url;
    const rest = parts[3] ?? '';
    return `http://${parts[2]}.${parts[1]}${this.suffix}${rest.startsWith('/') ? rest : `/${rest}`}`;
  }

  fromHttp(url: string): string {
    const parts = /^http:\/\/([^/?#]+)(.*)$/is.exec(url);
    const host = parts?.[1] ?? '';
    if (!this.owns(host)) return url;
    const names = host.slice(0, -this.suffix.length).split('.');
    const scheme = names.pop();
    return `${scheme}://${names.join('.')}${parts?.[2] ?? ''}`;
  }

  /**
   * The same policy for the browser: own-scheme sources become the secret host, and the stand-in's own worker may start.
   * `upgrade-insecure-requests` would turn the loopback server's http into https.
   */
  adaptPolicy(policy: string): string {
    const directives = policy.split(';').map((text) => text.trim()).filter((text) => text !== '' && text !== 'upgrade-insecure-requests');
    const adapted = directives.map((directive) => directive.split(/\s+/).map((word, index) => (index === 0 ? word : this.#source(word))).join(' '));
    const worker = ['worker-src', 'child-src', 'script-src', 'default-src'].map((name) => adapted.find((text) => text.startsWith(`${name} `))).find((text) => text !== undefined);
    if (worker !== undefined && !worker.includes("'self'")) {
      const kept = adapted.filter((text) => !text.startsWith('worker-src '));
      const sources = worker.startsWith('worker-src ') ? worker.slice('worker-src '.length).replace("'none'", '').trim() : '';
      return [...kept, `worker-src 'self' ${sources}`.trim()].join('; ');
    }
    return adapted.join('; ');
  }

  #source(word: string): string {
    const scheme = /^([a-z][\w+.-]*):$/i.exec(word)?.[1];
    if (scheme !== undefined && this.#schemes().includes(scheme)) return `http://*.${scheme}${this.suffix}`;
    return this.toHttp(word).replace(/(?<!\/)\/$/, '');
  }
}
