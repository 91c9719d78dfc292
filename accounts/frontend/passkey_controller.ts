import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../live/frontend/text.ts";
import { creationOptions, plain, requestOptions } from "./webauthn.ts";

/**
 * A form that is sent with a passkey's answer in it. `make` adds a passkey, `answer` shows one.
 *
 *   <form data-controller="passkey" data-action="passkey#answer" data-passkey-url-value="/…/">
 *     <input type="hidden" name="credential" data-passkey-target="credential">
 *     <p data-passkey-target="error" hidden></p>
 *   </form>
 *
 * What the server asks stands in the page's #passkey-options, or comes from the url.
 */
export class PasskeyController extends Controller<HTMLFormElement> {
  static override targets = ["credential", "error"];
  static override values = { url: String };
  declare readonly credentialTarget: HTMLInputElement;
  declare readonly errorTarget: HTMLElement;
  declare readonly urlValue: string;

  make(event: Event): void {
    void this.ask(event, async () => navigator.credentials.create(creationOptions((await this.options()).creation_options)));
  }

  answer(event: Event): void {
    void this.ask(event, async () => navigator.credentials.get(requestOptions((await this.options()).request_options)));
  }

  private async ask(event: Event, question: () => Promise<Credential | null>): Promise<void> {
    if (this.credentialTarget.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.errorTarget.hidden = true;
    try {
      const credential = await question();
      this.credentialTarget.value = JSON.stringify(plain(credential as PublicKeyCredential));
      this.element.requestSubmit();
    } catch (error) {
      this.say(error as Error);
    }
  }

  private async options(): Promise<any> {
    if (!this.urlValue) return JSON.parse(this.element.querySelector("#passkey-options")?.textContent ?? "{}");
    const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(gettext("The server did not answer. Try again."));
    return answer.json();
  }

  private say(error: Error): void {
    const refused = error.name === "NotAllowedError" || error.name === "AbortError";
    this.errorTarget.textContent = refused
      ? gettext("No passkey was shown. Try again, or sign in with your password.")
      : gettext("The passkey could not be used: ") + error.message;
    this.errorTarget.hidden = false;
  }
}
