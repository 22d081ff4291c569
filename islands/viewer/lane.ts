import { isSignedOut, signedOut } from "../shared/page";

const RENEW_BEFORE = 3 * 60_000;
const WAITS = [500, 1000, 2000, 4000, 8000];
const GIVE_UP = 40;

/** What the server will never answer differently: not ours, not there, not to be drawn. */
export class Final extends Error {}

/** The way to the case's images: a token that is renewed, requests that are repeated until the line is back. */
export class Lane {
  private token = "";
  private until = 0;
  private asking: Promise<void> | null = null;
  private broken = 0;

  constructor(
    readonly root: string,
    private readonly onLine: (isBroken: boolean) => void,
  ) {}

  /** The headers of a request. The token is asked for once, and anew before it ends. */
  async headers(): Promise<Record<string, string>> {
    if (Date.now() > this.until - RENEW_BEFORE) await this.renew();
    return { Authorization: `Bearer ${this.token}` };
  }

  /** Forget the token: the server did not take it. */
  forget(): void {
    this.until = 0;
  }

  /** Reads JSON below the root. */
  async json<T>(path: string): Promise<T> {
    return this.again(async () => {
      const answer = await fetch(this.root + path, { headers: { ...(await this.headers()), Accept: "application/json, application/dicom+json" } });
      this.judge(answer.status);
      return (await answer.json()) as T;
    });
  }

  /** Repeats what failed for want of a connection; what the server refuses is final. */
  async again<T>(work: () => Promise<T>, patient = true): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        const found = await work();
        if (tries) this.mend();
        return found;
      } catch (trouble) {
        if (trouble instanceof Final || !patient || tries >= GIVE_UP) throw trouble;
        if (!tries) this.tear();
        await pause(WAITS[Math.min(tries, WAITS.length - 1)] ?? 8000);
      }
    }
  }

  /** Says what a status means: nothing, a new token and another try, another try, or the end. */
  judge(status: number): void {
    if (status === 200 || status === 206) return;
    if (status === 401) this.forget();
    if (status >= 400 && status < 500 && ![401, 408, 429].includes(status)) throw new Final(String(status));
    throw new Error(String(status));
  }

  private renew(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  private async ask(): Promise<void> {
    const answer = await fetch(`${this.root}/token`, { method: "POST", headers: { "X-Requested-With": "viewer" } });
    if (isSignedOut(answer)) {
      signedOut();
      throw new Final("401");
    }
    this.judge(answer.status);
    const given = (await answer.json()) as { token: string; expires_at: string };
    this.token = given.token;
    this.until = Date.parse(given.expires_at);
  }

  private tear(): void {
    this.broken += 1;
    if (this.broken === 1) this.onLine(true);
  }

  private mend(): void {
    this.broken = 0;
    this.onLine(false);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    const timer = window.setTimeout(done, milliseconds);
    window.addEventListener("online", () => (window.clearTimeout(timer), done()), { once: true });
  });
}
